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
package io.weir.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.security.AuthenticatorSupplier;
import io.aeron.security.CredentialsSupplier;
import io.aeron.security.NullCredentialsSupplier;
import io.weir.DataHeader;
import io.weir.Engine;
import io.weir.Session;
import io.weir.SessionRefusedException;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.aeron.AeronAuthentication;
import io.weir.codecs.CloseReason;
import io.weir.codecs.SessionCode;
import io.weir.codecs.StreamErrorCode;
import io.weir.config.Settings;
import io.weir.policy.Grants;
import io.weir.policy.PeerAuthenticator;
import io.weir.policy.PeerCredentials;
import io.weir.policy.PendingPeer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The guide's pieces about peers outside the process, put together and run. */
@Timeout(60)
class GuideRemoteTest
{
    private static final byte[] SECRET = "only desk and market know".getBytes(StandardCharsets.UTF_8);

    @Test
    void shouldConnectByAddressAndRefuseWhoDoesNotKnowTheSecret() throws Exception
    {
        final Map<String, byte[]> secrets = Map.of("desk", SECRET);
        final CompletableFuture<String> served = new CompletableFuture<>();
        // tag::listen
        final String address = "aeron:udp?endpoint=localhost:24330";
        final Engine market = Engine.launch(new Engine.Context()
            .name("market")
            .listen(address)
            .authenticator(() -> new SecretAuthenticator(secrets))
            .remoteGrants(Grants.builder().toPrincipal("desk", "market.*").build())
            .provider("market.ticks", (stream, open) ->
            {
                served.complete(stream.session().principal());
                return new Ears();
            }));
        // end::listen
        try (market)
        {
            // tag::connect
            final Engine desk = Engine.launch(new Engine.Context()
                .name("desk")
                .credentials(new SecretCredentials("desk", SECRET)));
            final Session session = desk.connect(address);
            session.open(StreamRequest.of("market.ticks"), new Ears());
            // end::connect
            assertEquals("desk", served.get(20, TimeUnit.SECONDS));
            desk.close();

            try (Engine stranger = Engine.launch(new Engine.Context()
                .name("stranger")
                .credentials(new SecretCredentials("desk", "a guess".getBytes(StandardCharsets.UTF_8)))))
            {
                assertEquals(SessionCode.UNAUTHENTICATED, refused(stranger, address));
            }
        }
    }

    @Test
    void shouldTakeAeronsOwnInterfacesAndTightenLimits()
    {
        final AuthenticatorSupplier authenticators = io.aeron.security.DefaultAuthenticatorSupplier.INSTANCE;
        final CredentialsSupplier credentials = new NullCredentialsSupplier();
        // tag::aeron-security
        final Engine.Context context = new Engine.Context()
            .authenticator(AeronAuthentication.authenticators(authenticators))
            .credentials(AeronAuthentication.credentials(credentials));
        // end::aeron-security
        // tag::limits
        context
            .set(Settings.SESSION_REMOTE_MAX, 32)
            .set(Settings.SESSION_STREAMS_MAX, 100)
            .set(Settings.SESSION_LOSS_TIMEOUT, TimeUnit.SECONDS.toNanos(2))
            .set(Settings.SESSION_HEARTBEAT_INTERVAL, TimeUnit.MILLISECONDS.toNanos(400));
        // end::limits
        try (Engine engine = Engine.launch(context.name("limited")))
        {
            assertTrue(engine.configuration().value(Settings.SESSION_REMOTE_MAX) == 32);
        }
    }

    private static SessionCode refused(final Engine desk, final String address)
    {
        SessionCode why = SessionCode.NORMAL;
        // tag::refused
        try
        {
            desk.connect(address);
        }
        catch (final SessionRefusedException ex)
        {
            why = ex.code();
            System.getLogger("desk").log(System.Logger.Level.WARNING, ex.getMessage());
        }
        // end::refused
        return why;
    }

    // tag::authenticator
    /** Asks everybody to prove that they know the secret of the name they give; the secret itself never travels. */
    static final class SecretAuthenticator implements PeerAuthenticator
    {
        private final Map<String, byte[]> secrets;
        private final SecureRandom random = new SecureRandom();
        private final Map<Long, String> names = new HashMap<>();
        private final Map<Long, byte[]> challenges = new HashMap<>();

        SecretAuthenticator(final Map<String, byte[]> secrets)
        {
            this.secrets = secrets;
        }

        @Override
        public void onHello(final PendingPeer peer, final byte[] credentials)
        {
            final byte[] challenge = new byte[32];
            random.nextBytes(challenge);
            names.put(peer.id(), new String(credentials, StandardCharsets.UTF_8));
            challenges.put(peer.id(), challenge);
            peer.challenge(challenge);
        }

        @Override
        public void onChallengeResponse(final PendingPeer peer, final byte[] response)
        {
            final String name = names.get(peer.id());
            final byte[] secret = secrets.get(name);
            if (null != secret && MessageDigest.isEqual(response, sign(secret, challenges.get(peer.id()))))
            {
                peer.accept(name);
            }
            else
            {
                peer.reject("name or proof are wrong");
            }
        }

        @Override
        public void onGone(final PendingPeer peer)
        {
            names.remove(peer.id());
            challenges.remove(peer.id());
        }
    }
    // end::authenticator

    // tag::credentials
    /** Gives a name, and proves it. */
    record SecretCredentials(String name, byte[] secret) implements PeerCredentials
    {
        @Override
        public byte[] credentials(final String address)
        {
            return name.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] onChallenge(final String address, final byte[] challenge)
        {
            return sign(secret, challenge);
        }
    }
    // end::credentials

    // tag::sign
    static byte[] sign(final byte[] secret, final byte[] challenge)
    {
        try
        {
            final Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(challenge);
        }
        catch (final GeneralSecurityException ex)
        {
            throw new IllegalStateException(ex);
        }
    }
    // end::sign

    /** Listens. */
    private static final class Ears implements StreamHandler
    {
        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
        }

        @Override
        public void onClosed(final Stream stream, final CloseReason reason, final StreamErrorCode code)
        {
        }
    }
}
