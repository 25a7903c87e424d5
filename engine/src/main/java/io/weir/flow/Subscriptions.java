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

package io.weir.flow;

import io.weir.codecs.CancelReason;
import io.weir.stream.StreamEnd;
import java.util.concurrent.Flow;

/** What every subscription of this package shares. */
final class Subscriptions
{
    /** Of a stream that never was. */
    static final StreamSubscription NONE = new StreamSubscription()
    {
        @Override
        public void request(final long n)
        {
        }

        @Override
        public void cancel(final CancelReason reason)
        {
        }
    };

    private Subscriptions()
    {
    }

    /** Tells a subscriber that there is no stream for it. */
    static void refuse(final Flow.Subscriber<?> subscriber, final Throwable failure)
    {
        subscriber.onSubscribe(NONE);
        subscriber.onError(failure);
    }

    /** The consumer wants no more: an opener cancels, an acceptor takes no more and goes on sending (S-8). */
    static void cancel(final StreamEnd end, final CancelReason reason)
    {
        if (end.isOpener())
        {
            end.cancel(reason);
        }
        else
        {
            end.stopReceiving();
        }
    }

    /** {@return the reason, if an opener may cancel for it} Asked before anything is noted of the cancelling. */
    static CancelReason require(final CancelReason reason)
    {
        if (null == reason || CancelReason.NULL_VAL == reason || CancelReason.SBE_UNKNOWN == reason)
        {
            throw new IllegalArgumentException(reason + " is no reason to cancel a stream");
        }
        return reason;
    }

    static IllegalArgumentException notPositive(final long n)
    {
        return new IllegalArgumentException("request(" + n + "): demand is positive (Reactive Streams 3.9)");
    }
}
