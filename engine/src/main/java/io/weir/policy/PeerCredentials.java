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
 * What this side shows when it connects to a peer outside the process (N-2). Credentials travel in clear unless they
 * are made so that they may, such as a response computed from the challenge. Called on agents' threads, maybe of
 * several at a time; must not block.
 */
@FunctionalInterface
public interface PeerCredentials
{
    /** Nothing to show. */
    PeerCredentials NONE = address -> new byte[0];

    /**
     * {@return the credentials to be sent with Hello, at most half a longest frame}
     *
     * @param address that is connected to.
     */
    byte[] credentials(String address);

    /**
     * {@return the response to a challenge, at most half a longest frame}
     *
     * @param address   that is connected to.
     * @param challenge as the peer's authenticator made it.
     */
    default byte[] onChallenge(final String address, final byte[] challenge)
    {
        return credentials(address);
    }
}
