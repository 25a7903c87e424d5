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

package io.weir.perf.compare;

/** One direction of the bare library: messages of {@link LoopSide#PAYLOAD_LENGTH} bytes, written and read whole. */
interface RawWay
{
    /**
     * Sends a message; there is room for as many as a case has in flight.
     *
     * @param word that the message begins with.
     */
    void send(long word);

    /**
     * Takes messages.
     *
     * @param receiver that is given the first word of each.
     * @param limit    of messages.
     * @return the count of them.
     */
    int poll(Receiver receiver, int limit);

    /** Takes what arrives. */
    @FunctionalInterface
    interface Receiver
    {
        void onMessage(long word);
    }
}
