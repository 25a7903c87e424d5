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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.security.Authenticator;
import io.aeron.security.CredentialsSupplier;
import io.aeron.security.SessionProxy;
import io.weir.SessionRefusedException;
import io.weir.codecs.SessionCode;
import io.weir.counters.CounterType;
import io.weir.test.Rule;
import io.weir.test.TestLog;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Aeron's authenticators and credentials, as a user of Aeron Cluster has them, in the place of Weir's. */
class AeronAuthenticationTest
{
    @ParameterizedTest
    @CsvSource({"alice:secret,'',alice,0", "bob,secret,bob,1"})
    @Rule("N-2")
    void shouldTakeThePrincipalWhenCredentialsOrTheAnswerToTheChallengeAreRight(
        final String credentials,
        final String response,
        final String principal,
        final int challenges)
    {
        final Shown shown = new Shown(credentials, response, new AtomicInteger());
        try (EnginesOverAeron engines = engines(shown))
        {
            assertTrue(engines.desk.connect(engines.address).isOpen());
            assertEquals(principal, engines.marketSession().principal());
            assertEquals(challenges, shown.challenges.get());
        }
    }

    @ParameterizedTest
    @CsvSource({"alice:guess,'',0", "bob,guess,1"})
    @Rule("N-2")
    void shouldRefuseWhenCredentialsOrTheAnswerToTheChallengeAreWrong(
        final String credentials,
        final String response,
        final int challenges)
    {
        final Shown shown = new Shown(credentials, response, new AtomicInteger());
        try (EnginesOverAeron engines = engines(shown))
        {
            final SessionRefusedException failure =
                assertThrows(SessionRefusedException.class, () -> engines.desk.connect(engines.address));

            assertEquals(SessionCode.UNAUTHENTICATED, failure.code());
            EnginesOverAeron.awaitCount(engines.market, CounterType.HANDSHAKES_REFUSED_UNAUTHENTICATED_TOTAL, 1);
            assertTrue(TestLog.has("market: a peer at aeron:", "is refused (UNAUTHENTICATED)"));
            assertEquals(0, engines.sessions.size());
            assertEquals(challenges, shown.challenges.get());
        }
    }

    private static EnginesOverAeron engines(final Shown shown)
    {
        return new EnginesOverAeron(
            TransportPair.IPC,
            context -> context.authenticator(AeronAuthentication.authenticators(Asking::new)),
            context -> context.credentials(AeronAuthentication.credentials(shown)));
    }

    /** Shows one text with Hello and another when it is challenged, which it counts. */
    private record Shown(String credentials, String response, AtomicInteger challenges) implements CredentialsSupplier
    {
        @Override
        public byte[] encodedCredentials()
        {
            return credentials.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] onChallenge(final byte[] encodedChallenge)
        {
            challenges.incrementAndGet();
            return response.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Takes {@code name:secret} at once, and asks who shows a name alone. */
    private static final class Asking implements Authenticator
    {
        private final Map<Long, String> shown = new HashMap<>();
        private final Map<Long, String> answered = new HashMap<>();

        @Override
        public void onConnectRequest(final long sessionId, final byte[] encodedCredentials, final long nowMs)
        {
            shown.put(sessionId, new String(encodedCredentials, StandardCharsets.UTF_8));
        }

        @Override
        public void onChallengeResponse(final long sessionId, final byte[] encodedCredentials, final long nowMs)
        {
            answered.put(sessionId, new String(encodedCredentials, StandardCharsets.UTF_8));
        }

        @Override
        public void onConnectedSession(final SessionProxy sessionProxy, final long nowMs)
        {
            final String[] parts = shown.get(sessionProxy.sessionId()).split(":");
            if (1 == parts.length)
            {
                sessionProxy.challenge("the word?".getBytes(StandardCharsets.UTF_8));
            }
            else
            {
                decide(sessionProxy, parts[0], parts[1]);
            }
        }

        @Override
        public void onChallengedSession(final SessionProxy sessionProxy, final long nowMs)
        {
            final String answer = answered.get(sessionProxy.sessionId());
            if (null != answer)
            {
                decide(sessionProxy, shown.get(sessionProxy.sessionId()), answer);
            }
        }

        private static void decide(final SessionProxy sessionProxy, final String name, final String secret)
        {
            if ("secret".equals(secret))
            {
                sessionProxy.authenticate(name.getBytes(StandardCharsets.UTF_8));
            }
            else
            {
                sessionProxy.reject();
            }
        }
    }
}
