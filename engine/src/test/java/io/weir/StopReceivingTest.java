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
package io.weir;

import static io.weir.fixture.InvokedEngines.TICKS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.CancelReason;
import io.weir.codecs.DataFrame;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.counters.CounterType;
import io.weir.fixture.EnginePair;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.test.Rule;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An acceptor that takes no more of what its opener sends; reasons of a Cancel; kinds that a provider names. */
class StopReceivingTest
{
    /** Whose thread sends. */
    enum Emitter
    {
        AGENT(Stream::writer),
        LANE(stream -> stream.writer(stream.session().acquireLane())),
        SHARED(Stream::sharedWriter);

        private final Function<Stream, StreamWriter> writer;

        Emitter(final Function<Stream, StreamWriter> writer)
        {
            this.writer = writer;
        }
    }

    @ParameterizedTest
    @EnumSource(Emitter.class)
    @Rule({"S-8", "S-4"})
    void shouldCloseBehindAllDataWhenItEndsAndHasStoppedReceiving(final Emitter emitter)
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler opener = pair.open(StreamRequest.of(TICKS).kind(InteractionKind.DUPLEX));
            final StreamWriter writer = emitter.writer.apply(pair.acceptorStream());
            Payload.offer(writer, "answer");
            pair.acceptorStream().stopReceiving();
            pair.invoke();
            assertTrue(opener.stream().isOpen());
            writer.end();
            pair.invoke();

            assertEquals(List.of("opened", "data:0:answer", "end", "closed:END"), opener.events());
            assertEquals(List.of("closed:END"), pair.acceptor().events());
            assertEquals(0, pair.deskSession().streamCount() + pair.marketSession().streamCount());
            assertEquals(0, pair.deskCount(CounterType.STREAM_LOSSES_TOTAL));
        }
    }

    @ParameterizedTest
    @EnumSource(Emitter.class)
    @Rule({"S-8", "S-4"})
    void shouldCloseWhenItStopsReceivingAfterItHasEnded(final Emitter emitter)
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler opener = pair.open(StreamRequest.of(TICKS).kind(InteractionKind.DUPLEX));
            final StreamWriter writer = emitter.writer.apply(pair.acceptorStream());
            writer.offer(Payload.of("answer"), 0, 6, DataFrame.END);
            pair.invoke();
            assertTrue(opener.stream().isOpen());
            pair.acceptorStream().stopReceiving();
            pair.invoke();

            assertEquals("closed:END", opener.last());
            assertEquals("closed:END", pair.acceptor().last());
            assertEquals(1, writer.close(), "a stream that has closed itself is closed");
        }
    }

    @ParameterizedTest
    @EnumSource(Emitter.class)
    @Rule("S-8")
    void shouldCloseWhenTheOneMessageIsSentAndNothingIsTaken(final Emitter emitter)
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler opener = pair.open(StreamRequest.of(TICKS).kind(InteractionKind.CLIENT_STREAM));
            Payload.offer(emitter.writer.apply(pair.acceptorStream()), "answer");
            pair.acceptorStream().stopReceiving();
            pair.invoke();

            assertEquals(List.of("opened", "data:0:answer", "closed:END"), opener.events());
        }
    }

    @ParameterizedTest
    @EnumSource(value = InteractionKind.class, names = {"REQUEST_RESPONSE", "SERVER_STREAM"})
    @Rule("S-8")
    void shouldCloseByItselfWhenTheKindBringsNothingAndAllIsSent(final InteractionKind kind)
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler opener = pair.open(StreamRequest.of(TICKS).kind(kind));
            pair.acceptorStream().writer().offer(Payload.of("answer"), 0, 6, DataFrame.END);
            pair.invoke();

            assertEquals("closed:END", opener.last());
            assertEquals(0, pair.deskSession().streamCount());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Rule({"S-8", "C-8"})
    void shouldGrantAndHearNothingMoreWhenItHasStoppedReceiving(final boolean isExplicit)
    {
        try (EnginePair pair = EnginePair.builder().onAccepted(handler ->
        {
            if (isExplicit)
            {
                handler.stream().consumeExplicitly();
            }
        }).launch())
        {
            final RecordingHandler opener = pair.open(StreamRequest.of(TICKS).kind(InteractionKind.DUPLEX).window(8));
            Payload.offer(opener.stream().writer(), "taken");
            pair.invoke();
            final long credit = opener.stream().writer().credit();
            pair.acceptorStream().stopReceiving();
            while (Payload.offer(opener.stream().writer(), "dropped") >= 0)
            {
                pair.invoke();
            }
            pair.invoke();

            assertEquals(List.of("data:0:taken"), pair.acceptor().events());
            assertEquals(credit, pair.marketCount(CounterType.STREAM_DROPPED_TOTAL));
            assertTrue(opener.stream().isOpen());
            assertEquals(0, Payload.offer(pair.acceptorStream().writer(), "the other way"));
        }
    }

    @Test
    @Rule("S-8")
    void shouldStopReceivingFromTheBeginningWhenItSaysSoInOnOpen()
    {
        final RecordingHandler acceptor = new RecordingHandler();
        try (EnginePair pair = EnginePair.builder().provider((stream, open) ->
        {
            stream.stopReceiving();
            return acceptor;
        }).launch())
        {
            final RecordingHandler opener = pair.open(StreamRequest.of(TICKS).kind(InteractionKind.DUPLEX));

            assertEquals(Result.NO_CREDIT, Payload.offer(opener.stream().writer(), "too much"));
            assertThrows(IllegalStateException.class, () -> opener.stream().stopReceiving());
        }
    }

    @ParameterizedTest
    @EnumSource(value = CancelReason.class, mode = EnumSource.Mode.EXCLUDE, names = {"NULL_VAL", "SBE_UNKNOWN"})
    @Rule("S-5")
    void shouldTellTheProviderWhyWhenTheOpenerSaysIt(final CancelReason reason)
    {
        final CancelReason[] heard = {null};
        try (EnginePair pair = EnginePair.builder().onAccepted(
            handler -> handler.onClosed(stream -> heard[0] = stream.cancelReason())).launch())
        {
            final RecordingHandler opener = pair.open();
            assertEquals(CancelReason.NULL_VAL, pair.acceptorStream().cancelReason());
            opener.stream().cancel(reason);
            opener.stream().cancel();
            pair.invoke();

            assertEquals("closed:CANCEL", pair.acceptor().last());
            assertEquals(reason, heard[0]);
            assertEquals(reason, opener.stream().cancelReason());
        }
    }

    @Test
    @Rule({"S-5", "S-10"})
    void shouldTellBothSidesThatTheSessionWasInterrupted()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler opener = pair.open();
            pair.deskSession().interrupt();
            pair.invoke();

            assertEquals(CancelReason.INTERRUPTED, opener.stream().cancelReason());
            assertEquals(CancelReason.INTERRUPTED, pair.acceptorStream().cancelReason());
        }
    }

    @Test
    @Rule({"S-5", "S-6"})
    void shouldTellTheProviderThatTheConsumerFailedWhenItThrows()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            pair.expectError("thrown by a consumer");
            final RecordingHandler opener = new RecordingHandler().onData(stream ->
            {
                throw new IllegalStateException("thrown by a consumer");
            });
            pair.open(StreamRequest.of(TICKS), opener);
            Payload.offer(pair.acceptorStream().writer(), "poison");
            pair.invoke();

            assertEquals(CancelReason.CONSUMER_FAILED, pair.acceptorStream().cancelReason());
        }
    }

    @Test
    @Rule("S-6")
    void shouldTellTheCodeAloneWhenAProviderThrows()
    {
        try (EnginePair pair = EnginePair.builder().provider((stream, open) ->
        {
            throw new IllegalStateException("for the log alone");
        }).launch())
        {
            pair.expectError("for the log alone");

            assertEquals(
                List.of("opened", "error:PROVIDER_CRASHED:", "closed:ERROR:PROVIDER_CRASHED"), pair.open().events());
        }
    }

    @Test
    @Rule("S-8")
    void shouldRefuseAnotherKindWhenAProviderNamesItsOwn()
    {
        final RecordingHandler acceptor = new RecordingHandler();
        final Provider provider = Provider.of(InteractionKind.SERVER_STREAM, (stream, open) -> acceptor);
        assertEquals(Set.of(InteractionKind.SERVER_STREAM), provider.kinds());
        try (EnginePair pair = EnginePair.builder().provider(provider).launch())
        {
            assertEquals("opened", pair.open().last());
            final RecordingHandler other = pair.open(StreamRequest.of(TICKS).kind(InteractionKind.DUPLEX));

            assertEquals(
                List.of("opened", "error:INVALID_PARAMS:" + TICKS + " is a SERVER_STREAM, not a DUPLEX",
                    "closed:ERROR:INVALID_PARAMS"),
                other.events());
            assertEquals(List.of(), acceptor.events());
            assertEquals(1, pair.marketCount(CounterType.OPENS_INVALID_TOTAL));
            assertThrows(IllegalArgumentException.class,
                () -> other.stream().cancel(CancelReason.NULL_VAL), StreamErrorCode.INVALID_PARAMS::name);
        }
    }
}
