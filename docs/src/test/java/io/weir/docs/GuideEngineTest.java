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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.DataHeader;
import io.weir.Engine;
import io.weir.Session;
import io.weir.SessionClose;
import io.weir.SessionCloseReason;
import io.weir.SessionListener;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.codecs.CloseReason;
import io.weir.codecs.SessionCode;
import io.weir.codecs.StreamErrorCode;
import io.weir.config.ConfigurationException;
import io.weir.config.IdleKind;
import io.weir.config.Settings;
import io.weir.config.Threading;
import io.weir.counters.CounterType;
import io.weir.counters.Counters;
import io.weir.policy.Decision;
import io.weir.policy.Grants;
import io.weir.policy.PolicyRules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The guide's pieces about engines, put together and run. */
@Timeout(60)
class GuideEngineTest
{
    /** What a stream of the tests hears. */
    private static final class Ears implements StreamHandler
    {
        private final CompletableFuture<StreamErrorCode> notice = new CompletableFuture<>();
        private final CompletableFuture<StreamErrorCode> end = new CompletableFuture<>();

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
        public void onError(final Stream stream, final StreamErrorCode code, final String message)
        {
            notice.complete(code);
        }

        @Override
        public void onClosed(final Stream stream, final CloseReason reason, final StreamErrorCode code)
        {
            end.complete(code);
        }
    }

    @Test
    void shouldDeferUntilPolicyChangesWhenRulesSaySo() throws Exception
    {
        final CompletableFuture<Stream> admitted = new CompletableFuture<>();
        final Ears ears = new Ears();
        final Ears refused = new Ears();
        // tag::policy
        final AtomicBoolean isMarketOpen = new AtomicBoolean();
        final PolicyRules rules = PolicyRules.builder()
            .onOpen("market.*", request -> !isMarketOpen.get(), Decision.deferred("the market is closed"))
            .onOpen("market.*", Decision.ALLOW)
            .kill("market.*", request -> !isMarketOpen.get(), "the market has closed")
            .build();
        final Engine.Context context = new Engine.Context()
            .name("market")
            .grants(Grants.builder().toAll("market.*").build())
            .policy(rules)
            .provider("market.ticks", (stream, open) ->
            {
                admitted.complete(stream);
                return new Ears();
            });
        // end::policy
        try (
            Engine market = Engine.launch(context);
            Engine desk = Engine.launch(new Engine.Context().name("desk"));
            Session session = desk.connect(market))
        {
            session.open(StreamRequest.of("market.ticks"), ears);
            session.open(StreamRequest.of("weather.rain"), refused);
            assertEquals(StreamErrorCode.DEFERRED, ears.notice.get(10, TimeUnit.SECONDS));
            assertEquals(StreamErrorCode.REJECTED, refused.end.get(10, TimeUnit.SECONDS));
            // tag::policy-changed
            isMarketOpen.set(true);
            market.policyChanged();
            // end::policy-changed
            admitted.get(10, TimeUnit.SECONDS);
            isMarketOpen.set(false);
            market.policyChanged();
            assertEquals(StreamErrorCode.KILLED, ears.end.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void shouldWorkInTheCallersDutyCycleWhenInvoked()
    {
        final Ears ears = new Ears();
        // tag::invoker
        final Engine.Context context = new Engine.Context()
            .name("loop")
            .set(Settings.ENGINE_THREADING, Threading.INVOKER);
        try (Engine engine = Engine.launch(context); Session session = engine.connect(engine))
        {
            session.open(StreamRequest.of("nobody.home"), ears);
            while (!ears.end.isDone())
            {
                engine.invoke();
            }
        }
        // end::invoker
        assertEquals(StreamErrorCode.UNKNOWN_CAPABILITY, ears.end.join());
    }

    @Test
    void shouldTakeSettingsWhenTheBuilderSaysThem()
    {
        // tag::settings
        final Engine.Context context = new Engine.Context()
            .name("market")
            .set(Settings.STREAM_WINDOW_SIZE, 256)
            .set(Settings.SESSION_STREAMS_MAX, 10_000)
            .set(Settings.ENGINE_IDLE, IdleKind.BUSY_SPIN);
        // end::settings
        try (Engine engine = Engine.launch(context))
        {
            assertEquals(256, engine.configuration().value(Settings.STREAM_WINDOW_SIZE));
        }
    }

    @Test
    void shouldNameTheProfileWhenThereIsNone()
    {
        // tag::profile
        final Engine.Context context = new Engine.Context().name("desk").profile("conf/desk.properties");
        // end::profile
        final ConfigurationException ex = assertThrows(ConfigurationException.class, () -> Engine.launch(context));
        assertTrue(ex.getMessage().contains("conf/desk.properties"), ex.getMessage());
    }

    @Test
    void shouldShowCountersWhenReadFromTheFile(@TempDir final Path directory)
    {
        final List<String> shown = new ArrayList<>();
        final Engine.Context context =
            new Engine.Context().name("market").set(Settings.COUNTERS_DIR, directory.toString());
        try (Engine engine = Engine.launch(context); Session session = engine.connect(engine))
        {
            final Path file = engine.counters().path();
            // tag::counters
            try (Counters.Reader reader = Counters.Reader.open(file))
            {
                reader.forEach((typeId, label, value) -> shown.add(label + " " + value));
                final long refused = reader.value(CounterType.OPENS_REJECTED_TOTAL);
                shown.add("rejected: " + refused);
                reader.errors((observations, firstMs, lastMs, trace) -> shown.add(observations + " times " + trace));
            }
            // end::counters
            assertTrue(session.isOpen());
        }
        assertTrue(shown.contains("streams_open_total 0"), shown::toString);
        assertTrue(shown.contains("rejected: 0"), shown::toString);
    }

    @Test
    void shouldHearOfSessionsWhenListening() throws Exception
    {
        final CompletableFuture<SessionClose> closed = new CompletableFuture<>();
        // tag::listener
        final SessionListener listener = new SessionListener()
        {
            @Override
            public void onClosed(final Session session, final SessionClose close)
            {
                closed.complete(close);
            }
        };
        // end::listener
        try (
            Engine market = Engine.launch(new Engine.Context().name("market").sessionListener(listener));
            Engine desk = Engine.launch(new Engine.Context().name("desk")))
        {
            // tag::address
            final Session session = desk.connect("ring:market");
            // end::address
            assertEquals("market", market.name());
            session.close();
            assertEquals(
                new SessionClose(SessionCloseReason.PEER_CLOSED, SessionCode.NORMAL, ""),
                closed.get(10, TimeUnit.SECONDS));
        }
    }
}
