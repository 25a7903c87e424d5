/*
 * Copyright 2026 The Weir Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.weir.caps;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/** A publisher of what one stream is answered with, and so for one subscriber, whose subscription it is. */
abstract class OneSubscriber implements Flow.Publisher<Object>, Flow.Subscription
{
    private final AtomicBoolean isTaken = new AtomicBoolean();
    private Flow.Subscriber<? super Object> subscriber;

    @Override
    public final void subscribe(final Flow.Subscriber<? super Object> one)
    {
        Objects.requireNonNull(one, "subscriber");
        if (!isTaken.compareAndSet(false, true))
        {
            throw new IllegalStateException("an answer has one subscriber");
        }
        subscriber = one;
        one.onSubscribe(this);
        onSubscribed();
    }

    final Flow.Subscriber<? super Object> subscriber()
    {
        return subscriber;
    }

    /** The subscriber has its subscription, and may have asked for items. */
    void onSubscribed()
    {
    }
}
