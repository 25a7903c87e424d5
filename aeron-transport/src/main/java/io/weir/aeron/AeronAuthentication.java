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
package io.weir.aeron;

import io.aeron.security.Authenticator;
import io.aeron.security.AuthenticatorSupplier;
import io.aeron.security.CredentialsSupplier;
import io.aeron.security.SessionProxy;
import io.weir.policy.PeerAuthenticator;
import io.weir.policy.PeerCredentials;
import io.weir.policy.PendingPeer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Supplier;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.SystemEpochClock;

/**
 * Has Aeron's own security interfaces say who a peer is and what is shown to one, so that what was written for Aeron
 * Cluster or Archive serves here too (N-2):
 *
 * <pre>{@code
 * context.authenticator(AeronAuthentication.authenticators(myAuthenticatorSupplier));
 * context.credentials(AeronAuthentication.credentials(myCredentialsSupplier));
 * }</pre>
 */
public final class AeronAuthentication
{
    private AeronAuthentication()
    {
    }

    /**
     * Adapts Aeron's authenticators. The principal that one authenticates is taken for UTF-8 text. Time-outs are the
     * handshake's.
     *
     * @param supplier of an authenticator for each agent.
     * @return for the engine's context.
     */
    public static Supplier<PeerAuthenticator> authenticators(final AuthenticatorSupplier supplier)
    {
        return authenticators(supplier, SystemEpochClock.INSTANCE);
    }

    /**
     * Adapts Aeron's authenticators, with a clock of one's own.
     *
     * @param supplier of an authenticator for each agent.
     * @param clock    to tell them the time by, in ms.
     * @return for the engine's context.
     */
    public static Supplier<PeerAuthenticator> authenticators(
        final AuthenticatorSupplier supplier,
        final EpochClock clock)
    {
        Objects.requireNonNull(supplier, "supplier");
        return () -> new Adapter(supplier.get(), clock);
    }

    /**
     * Adapts Aeron's credentials. A supplier that several engines or agents use must bear being asked by several
     * threads.
     *
     * @param supplier of what is shown, the same to every address.
     * @return for the engine's context.
     */
    public static PeerCredentials credentials(final CredentialsSupplier supplier)
    {
        Objects.requireNonNull(supplier, "supplier");
        return new PeerCredentials()
        {
            @Override
            public byte[] credentials(final String address)
            {
                return supplier.encodedCredentials();
            }

            @Override
            public byte[] onChallenge(final String address, final byte[] challenge)
            {
                return supplier.onChallenge(challenge);
            }
        };
    }

    /** Shows each peer to one of Aeron's authenticators as a session that is connected, then maybe challenged. */
    private static final class Adapter implements PeerAuthenticator, SessionProxy
    {
        private final Authenticator authenticator;
        private final EpochClock clock;
        private final LongHashSet challenged = new LongHashSet();
        private PendingPeer shown;
        private boolean decided;

        Adapter(final Authenticator authenticator, final EpochClock clock)
        {
            this.authenticator = authenticator;
            this.clock = clock;
        }

        @Override
        public void onHello(final PendingPeer peer, final byte[] credentials)
        {
            authenticator.onConnectRequest(peer.id(), credentials, clock.time());
            show(peer, false);
        }

        @Override
        public void onChallengeResponse(final PendingPeer peer, final byte[] response)
        {
            authenticator.onChallengeResponse(peer.id(), response, clock.time());
            show(peer, true);
        }

        @Override
        public void onPending(final PendingPeer peer)
        {
            show(peer, challenged.contains(peer.id()));
        }

        @Override
        public void onGone(final PendingPeer peer)
        {
            challenged.remove(peer.id());
        }

        @Override
        public long sessionId()
        {
            return shown.id();
        }

        @Override
        public boolean challenge(final byte[] encodedChallenge)
        {
            if (!decided)
            {
                decided = true;
                challenged.add(shown.id());
                shown.challenge(encodedChallenge);
            }
            return true;
        }

        @Override
        public boolean authenticate(final byte[] encodedPrincipal)
        {
            if (!decided)
            {
                decided = true;
                shown.accept(null == encodedPrincipal ? "" : new String(encodedPrincipal, StandardCharsets.UTF_8));
            }
            return true;
        }

        @Override
        public void reject()
        {
            if (!decided)
            {
                decided = true;
                shown.reject("the credentials were not accepted");
            }
        }

        private void show(final PendingPeer peer, final boolean wasChallenged)
        {
            shown = peer;
            decided = false;
            try
            {
                if (wasChallenged)
                {
                    authenticator.onChallengedSession(this, clock.time());
                }
                else
                {
                    authenticator.onConnectedSession(this, clock.time());
                }
            }
            finally
            {
                shown = null;
            }
        }
    }
}
