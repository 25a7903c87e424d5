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
package io.weir.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Session;
import io.weir.SessionCloseReason;
import io.weir.SessionRefusedException;
import io.weir.StreamRequest;
import io.weir.codecs.SessionCode;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.link.RawHandshake;
import io.weir.policy.Decision;
import io.weir.policy.PeerAuthenticator;
import io.weir.policy.PendingPeer;
import io.weir.test.Rule;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.LangUtil;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.junit.jupiter.api.Test;

/**
 * An Error thrown wherever a peer, a handshake, a connection, a session or the application has its place: what
 * it belongs to ends, the agent and everybody else go on. The agents are invoked, so an Error that left a duty cycle
 * would be thrown into the test.
 */
class AgentSurvivalTest
{
    private static final String TEXT = "no memory for one allocation";
    private static final String LOST = "closed:ERROR:PROVIDER_DISCONNECTED";

    private final OutOfMemoryError error = new OutOfMemoryError(TEXT);
    /** Thrown by whatever asks for it, once. */
    private final AtomicReference<Throwable> pending = new AtomicReference<>();

    @Test
    @Rule("T-11")
    void shouldEndTheSessionAloneAndTellThePeerWhenItsStateMachineThrowsAtAFrame()
    {
        try (RemotePair pair = RemotePair.connected().expectError(TEXT))
        {
            final Session broken = pair.session();
            final RecordingHandler lost = pair.open();
            final RecordingHandler beside = besides(pair);
            broken.open(StreamRequest.of(RemotePair.TICKS).deadline(60, TimeUnit.SECONDS), lost);
            pair.desk().invoke();
            // The cycle's own look succeeds, that of the deadline's timer does not.
            failAtTheMarket(pair);
            pair.invoke();

            assertEquals(LOST, lost.last());
            assertFalse(broken.isOpen());
            assertEquals(SessionCode.LIMIT, pair.deskClose().code());
            assertTrue(pair.deskClose().text().contains("no memory"), pair.deskClose()::text);
            assertEquals(SessionCloseReason.FAILED, pair.marketClose().reason());
            requireWell(pair, beside);
        }
    }

    @Test
    @Rule("T-11")
    void shouldEndTheSessionAloneWhenItsStateMachineThrowsAtATimer()
    {
        try (RemotePair pair = RemotePair.connected().expectError(TEXT))
        {
            final Session broken = pair.session();
            broken.open(StreamRequest.of(RemotePair.TICKS).deadline(1, TimeUnit.SECONDS),
                new RecordingHandler());
            pair.invoke();
            final RecordingHandler beside = besides(pair);
            pair.advance(980, TimeUnit.MILLISECONDS);
            assertTrue(broken.isOpen());
            pair.clock().advance(30, TimeUnit.MILLISECONDS);
            // The deadline cancels, and the Cancel's time-out is a timer.
            pair.clock().fail(1, error);
            pair.desk().invoke();
            pair.invoke();

            assertFalse(broken.isOpen());
            assertEquals(SessionCode.LIMIT, pair.marketClose().code());
            requireWell(pair, beside);
        }
    }

    @Test
    @Rule("T-11")
    void shouldEndTheSessionAloneWhenACommandForItThrows()
    {
        try (RemotePair pair = RemotePair.connected().expectError(TEXT))
        {
            final Session broken = pair.session();
            pair.open();
            final RecordingHandler beside = besides(pair);
            CompletableFuture.runAsync(broken::interrupt).join();
            pair.clock().fail(1, error);
            pair.desk().invoke();
            pair.invoke();

            assertFalse(broken.isOpen());
            requireWell(pair, beside);
        }
    }

    @Test
    @Rule("T-11")
    void shouldEndTheSessionAloneAndTellTheHandlerOnceWhenAnOpenOfAnotherThreadThrows()
    {
        try (RemotePair pair = RemotePair.connected().expectError(TEXT))
        {
            final Session broken = pair.session();
            final RecordingHandler beside = besides(pair);
            final RecordingHandler handler = new RecordingHandler();
            CompletableFuture.runAsync(() -> broken.open(
                StreamRequest.of(RemotePair.TICKS).deadline(60, TimeUnit.SECONDS), handler)).join();
            pair.clock().fail(1, error);
            pair.desk().invoke();
            pair.invoke();

            assertEquals(List.of(LOST), handler.events());
            requireWell(pair, beside);
        }
    }

    @Test
    @Rule({"T-11", "N-3"})
    void shouldLoseOneSessionAloneWhenItsConnectionThrows()
    {
        try (RemotePair pair = RemotePair.connected().expectError(TEXT))
        {
            final RecordingHandler lost = pair.open();
            final var end = pair.deskEnd();
            final RecordingHandler beside = besides(pair);
            end.breakDown(error);
            pair.invoke();

            assertEquals(List.of("opened", LOST), lost.events());
            assertEquals(SessionCloseReason.TRANSPORT_LOST, pair.deskClose().reason());
            requireWell(pair, beside);
        }
    }

    @Test
    @Rule({"T-11", "T-3"})
    void shouldLoseOneSessionAloneWhenItsSinkThrowsAtTheEndOfABatch()
    {
        try (RemotePair pair = RemotePair.connected().expectError(TEXT))
        {
            final RecordingHandler lost = pair.open();
            final var end = pair.deskEnd();
            final RecordingHandler beside = besides(pair);
            end.breakSink(error);
            pair.invoke();

            assertEquals(LOST, lost.last());
            requireWell(pair, beside);
        }
    }

    @Test
    @Rule("T-11")
    void shouldGoOnWhenATransportThrowsInItsDutyCycle()
    {
        try (RemotePair pair = RemotePair.connected().expectError(TEXT))
        {
            final RecordingHandler beside = pair.open();
            pair.deskTransport().fail(error);
            pair.invoke();

            requireWell(pair, beside);
        }
    }

    @Test
    @Rule("T-11")
    void shouldTellWhoConnectsWhenTheTransportThrows()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            final RecordingHandler beside = pair.open();
            pair.deskTransport().failToConnect(error);

            assertSame(error, RemotePair.failure(pair.connecting()));
            pair.connect();
            requireWell(pair, beside);
        }
    }

    @Test
    @Rule({"T-11", "N-2"})
    void shouldRefuseOnePeerAloneWhenTheAuthenticatorThrows()
    {
        pending.set(error);
        try (RemotePair pair = RemotePair.builder().market(context -> context.authenticator(() -> (peer, shown) ->
        {
            throwPending();
            peer.accept("somebody");
        })).launch().expectError(TEXT))
        {
            final SessionRefusedException failure = (SessionRefusedException)RemotePair.failure(pair.connecting());

            assertEquals(SessionCode.LIMIT, failure.code());
            requireWell(pair, pair.connect().open());
        }
    }

    @Test
    @Rule({"T-11", "N-2"})
    void shouldTurnOnePeerAwayWhenThereIsNoAuthenticator()
    {
        pending.set(error);
        try (RemotePair pair = RemotePair.builder().market(context -> context.authenticator(() ->
        {
            throwPending();
            return new Trusting();
        })).launch().expectError(TEXT))
        {
            final RawPeer peer = RawPeer.dial(pair);

            assertTrue(peer.end().isClosed());
            requireWell(pair, pair.connect().open());
        }
    }

    @Test
    @Rule({"T-11", "N-2"})
    void shouldTurnOnePeerAwayWhenItsAdmissionThrows()
    {
        try (RemotePair pair = RemotePair.builder().launch().expectError(TEXT))
        {
            final RawPeer peer = RawPeer.dial(pair);
            peer.end().peer().loseSize(error);
            peer.send(RawHandshake.hello());

            assertTrue(peer.end().isClosed());
            requireWell(pair, pair.connect().open());
        }
    }

    @Test
    @Rule({"T-11", "N-2"})
    void shouldFailOneConnectAloneWhenItsCredentialsThrow()
    {
        pending.set(error);
        try (RemotePair pair = RemotePair.builder().desk(context -> context.credentials(address ->
        {
            throwPending();
            return new byte[0];
        })).launch())
        {
            final SessionRefusedException failure = (SessionRefusedException)RemotePair.failure(pair.connecting());

            assertEquals(SessionCode.UNAUTHENTICATED, failure.code());
            requireWell(pair, pair.connect().open());
        }
    }

    @Test
    @Rule({"T-11", "S-7"})
    void shouldRejectOneOpenAloneWhenThePolicyThrows()
    {
        try (RemotePair pair = RemotePair.builder().market(context -> context.policy(request ->
        {
            throwPending();
            return Decision.ALLOW;
        })).launch().connect().expectError(TEXT))
        {
            final RecordingHandler beside = pair.open();
            pending.set(error);

            assertEquals("closed:POLICY:REJECTED", pair.open().last());
            requireWell(pair, beside);
        }
    }

    @Test
    @Rule({"T-11", "S-6"})
    void shouldCrashOneStreamAloneWhenTheProviderThrows()
    {
        try (RemotePair pair = RemotePair.builder().provider((stream, open) ->
        {
            throwPending();
            return new RecordingHandler().accepted(stream);
        }).launch().connect().expectError(TEXT))
        {
            final RecordingHandler beside = pair.open();
            pending.set(error);

            assertEquals("closed:ERROR:PROVIDER_CRASHED", pair.open().last());
            assertTrue(beside.stream().isOpen());
            assertTrue(pair.connect().session().isOpen());
        }
    }

    @Test
    @Rule("T-11")
    void shouldGoOnWhenTheApplicationsWorkThrowsAndCallItNoMoreWhenItTerminates()
    {
        final int[] calls = {0};
        try (RemotePair pair = RemotePair.builder().market(context -> context.work(work(calls))).launch().connect()
            .expectError(TEXT).expectError("enough"))
        {
            final RecordingHandler beside = pair.open();
            pending.set(error);
            pair.invoke();
            final int before = calls[0];
            pair.invoke();
            assertTrue(calls[0] > before, "it is called again");
            pending.set(new AgentTerminationException("enough"));
            pair.invoke();
            final int last = calls[0];
            pair.invoke();

            assertEquals(last, calls[0]);
            requireWell(pair, beside);
        }
    }

    private Agent work(final int[] calls)
    {
        return new Agent()
        {
            @Override
            public int doWork()
            {
                calls[0]++;
                throwPending();
                return 0;
            }

            @Override
            public String roleName()
            {
                return "work";
            }
        };
    }

    /** A stream of another session between the same agents. */
    private static RecordingHandler besides(final RemotePair pair)
    {
        return pair.connect().open();
    }

    private void failAtTheMarket(final RemotePair pair)
    {
        pair.clock().fail(1, error);
        pair.market().invoke();
        assertFalse(pair.clock().isToFail(), "the fault was met");
    }

    private void throwPending()
    {
        final Throwable thrown = pending.getAndSet(null);
        if (null != thrown)
        {
            LangUtil.rethrowUnchecked(thrown);
        }
    }

    /** The stream that was beside what failed goes on, and so does the rest. */
    private static void requireWell(final RemotePair pair, final RecordingHandler beside)
    {
        final int before = beside.dataCount();
        pair.accepted().stream().filter(handler -> handler.stream().id() == beside.stream().id() &&
            handler.stream().isOpen()).reduce((first, last) -> last)
            .ifPresent(handler -> Payload.offer(handler.stream().writer(), "well"));
        pair.invoke();
        assertTrue(beside.stream().isOpen(), "the stream beside it");
        assertEquals(before + 1, beside.dataCount());
        assertTrue(pair.connect().session().isOpen(), "another session");
        assertEquals("opened", pair.open().last());
    }

    private static final class Trusting implements PeerAuthenticator
    {
        @Override
        public void onHello(final PendingPeer peer, final byte[] credentials)
        {
            peer.accept("");
        }
    }
}
