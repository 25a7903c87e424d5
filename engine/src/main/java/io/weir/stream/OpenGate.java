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
package io.weir.stream;

import io.weir.OpenView;
import io.weir.Provider;
import io.weir.policy.Decision;

/** Answers Opens: policy first, then the provider of the capability (S-7). On the agent's thread. */
public interface OpenGate
{
    /**
     * Asks policy.
     *
     * @param end  the acceptor's end, not open yet.
     * @param open what the peer asked for.
     * @return the decision.
     */
    Decision decide(StreamEnd end, OpenView open);

    /**
     * Asks policy about a stream that is open already.
     *
     * @param end the acceptor's end.
     * @return the decision; KILLED ends it.
     */
    Decision review(StreamEnd end);

    /**
     * {@return the provider of a capability, null if there is none}
     *
     * @param capability name.
     */
    Provider provider(String capability);

    /** {@return whether the peer may open streams: false after too many Cancels (N-7)} */
    boolean mayOpen();

    /** The peer cancelled a stream of its own that had not ended (N-7). */
    void onCancelled();
}
