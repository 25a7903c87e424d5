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
import java.util.concurrent.Flow;

/**
 * The subscription to what a stream brings: every subscriber of a {@link StreamCall}'s publisher is given one. An
 * opener that cancels may say why.
 */
public interface StreamSubscription extends Flow.Subscription
{
    /** Cancels with REQUESTED. */
    @Override
    default void cancel()
    {
        cancel(CancelReason.REQUESTED);
    }

    /**
     * Cancels, and tells the provider why (S-5). To what an opener sends its acceptor says no reason: it takes no more
     * (S-8).
     *
     * @param reason why no more is wanted.
     */
    void cancel(CancelReason reason);
}
