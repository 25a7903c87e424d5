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
package io.weir.session.handshake;

import io.weir.policy.PeerAuthenticator;
import io.weir.policy.PeerCredentials;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * How an engine and its peers outside the process know each other (N-2).
 *
 * @param authenticators a new one for each agent, which says who connects.
 * @param credentials    that this engine shows where it connects.
 */
public record PeerPolicy(Supplier<? extends PeerAuthenticator> authenticators, PeerCredentials credentials)
{
    /** Everybody is let in without a name, and nothing is shown. */
    public static final PeerPolicy OPEN = new PeerPolicy(() -> PeerAuthenticator.ANYBODY, PeerCredentials.NONE);

    /**
     * Checks that all is said.
     *
     * @param authenticators a new one for each agent.
     * @param credentials    that this engine shows.
     */
    public PeerPolicy
    {
        Objects.requireNonNull(authenticators, "authenticator");
        Objects.requireNonNull(credentials, "credentials");
    }
}
