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
 * Says who a peer is that connects from outside the process, before anything is admitted or kept for it (N-2). Its
 * answers may come at once or later: until it has decided, a peer is shown to it in every duty cycle, for as long as
 * the handshake may take. Each agent has one of its own, which only that agent's thread calls; it must not block.
 */
@FunctionalInterface
public interface PeerAuthenticator
{
    /** Lets everybody in without a name: what such a peer may open is what is granted to all. */
    PeerAuthenticator ANYBODY = (peer, credentials) -> peer.accept(Grants.ANONYMOUS);

    /**
     * A peer has said Hello.
     *
     * @param peer        to be answered, now or later.
     * @param credentials that it sent, empty for none; a copy that may be kept.
     */
    void onHello(PendingPeer peer, byte[] credentials);

    /**
     * A peer has answered the challenge put to it. Nobody is let in who answers where nothing was asked.
     *
     * @param peer     to be answered, now or later.
     * @param response to the challenge; a copy that may be kept.
     */
    default void onChallengeResponse(final PendingPeer peer, final byte[] response)
    {
        peer.reject("no response was asked for");
    }

    /**
     * Nothing has been decided about a peer yet. Called in every duty cycle.
     *
     * @param peer to be answered, now or later.
     */
    default void onPending(final PendingPeer peer)
    {
    }

    /**
     * The handshake is over, well or not: what was kept for the peer can go. Called once for each peer that said Hello.
     *
     * @param peer that is not to be answered any more.
     */
    default void onGone(final PendingPeer peer)
    {
    }
}
