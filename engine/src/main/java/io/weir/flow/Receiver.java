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

import io.weir.stream.StreamEnd;

/**
 * Takes the items of one stream on the session's agent.
 *
 * @param <T> of the items.
 */
interface Receiver<T>
{
    /** The stream exists; before its first grant. */
    void opened(StreamEnd end);

    /** One item, in order. */
    void item(T item);

    /**
     * There are no more items; the first call counts. May come without {@link #opened}.
     *
     * @param failure why, or null after a good end.
     */
    void ended(Throwable failure);

    /** Somebody asked for the agent. */
    default void woken()
    {
    }
}
