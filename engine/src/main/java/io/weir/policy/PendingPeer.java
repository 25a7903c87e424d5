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
package io.weir.policy;

/**
 * A peer that waits to be let in; answered once, or once for each challenge. Owned by the agent, which is to be asked
 * on its thread alone.
 */
public interface PendingPeer
{
    /** {@return a number that no other handshake of this agent has} */
    long id();

    /** {@return where the peer connects from, as far as the transport knows, for a person} */
    String description();

    /**
     * Lets the peer in.
     *
     * @param principal that it is from now on to grants and policy (S-7), {@link Grants#ANONYMOUS} for nobody.
     */
    void accept(String principal);

    /**
     * Asks the peer for proof; its answer is heard in {@link PeerAuthenticator#onChallengeResponse}.
     *
     * @param challenge at most half a longest frame.
     */
    void challenge(byte[] challenge);

    /**
     * Refuses the peer with UNAUTHENTICATED.
     *
     * @param reason that the peer is told; say no more than it may know.
     */
    void reject(String reason);
}
