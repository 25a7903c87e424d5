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
package io.weir.link;

/** Hears of peers that connect. On the agent's thread. */
@FunctionalInterface
public interface ConnectionListener
{
    /**
     * A peer is there, known by nothing but what it sends. Nothing was reserved for it yet: its frames can be polled,
     * and the way back to it is opened by {@link Connection#openReply()} (N-2).
     *
     * @param connection to poll, and to close when it is not wanted.
     * @return whether it is taken; a peer that is not is shown again in a later duty cycle, for as long as it stays.
     */
    boolean onConnection(Connection connection);
}
