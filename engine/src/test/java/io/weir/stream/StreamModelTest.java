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

package io.weir.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.DataHeader;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.codecs.CloseReason;
import io.weir.codecs.DataFrame;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.codecs.StreamIds;
import io.weir.counters.CounterType;
import io.weir.fixture.Payload;
import io.weir.link.RawFrames;
import io.weir.test.Rule;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Holds the state machine to a model, through whatever a peer may send, right or wrong, and whatever an application
 * does.
 */
class StreamModelTest
{
    private static final int WINDOW = MachineHost.WINDOW;
    private static final CloseReason[] REASONS =
        {CloseReason.END, CloseReason.ERROR, CloseReason.CANCEL, CloseReason.POLICY};
    private static final StreamErrorCode[] CODES =
        {StreamErrorCode.INTERNAL, StreamErrorCode.DEFERRED, StreamErrorCode.KILLED};

    /** What may happen. */
    enum Event
    {
        DATA,
        DATA_END,
        BARE_END,
        CREDIT,
        CLOSE,
        ERROR,
        CANCEL,
        OFFER,
        END,
        STOP,
        CLOSE_WRITER,
        END_OF_STREAM,
        CONSUME,
        TIMER,
        SWEEP
    }

    /**
     * One event.
     *
     * @param event  that happens.
     * @param amount of it: how far off a seq or a limit is, which of several codes.
     */
    record Step(Event event, int amount)
    {
    }

    @Provide
    Arbitrary<List<Step>> steps()
    {
        final Arbitrary<Event> events = Arbitraries.frequency(
            Tuple.of(24, Event.DATA),
            Tuple.of(2, Event.DATA_END),
            Tuple.of(2, Event.BARE_END),
            Tuple.of(6, Event.CREDIT),
            Tuple.of(1, Event.CLOSE),
            Tuple.of(2, Event.ERROR),
            Tuple.of(1, Event.CANCEL),
            Tuple.of(12, Event.OFFER),
            Tuple.of(2, Event.END),
            Tuple.of(1, Event.STOP),
            Tuple.of(1, Event.CLOSE_WRITER),
            Tuple.of(1, Event.END_OF_STREAM),
            Tuple.of(10, Event.CONSUME),
            Tuple.of(2, Event.TIMER),
            Tuple.of(4, Event.SWEEP));
        return Combinators.combine(events, Arbitraries.integers().between(0, 39)).as(Step::new).list().ofMaxSize(60);
    }

    @Property(tries = 2_000)
    @Rule({"S-1", "S-2", "S-3", "S-4", "S-5", "S-8", "S-11", "C-1", "C-3", "C-4", "C-6", "C-8"})
    void shouldDoAsTheModelDoesWhateverHappens(
        @ForAll final boolean opener,
        @ForAll final boolean explicit,
        @ForAll("steps") final List<Step> steps)
    {
        try (Subject subject = new Subject(opener, explicit))
        {
            for (final Step step : steps)
            {
                subject.take(step);
                subject.check();
            }
        }
    }

    /** The machine and the model, side by side. */
    private static final class Subject implements StreamHandler, AutoCloseable
    {
        private final boolean explicit;
        private final MachineHost host;
        private final StreamModel model;
        private final List<String> heard = new ArrayList<>();
        private final long id = StreamIds.of(1, 0, StreamIds.CONNECTOR);
        private StreamEnd end;
        private long granted;

        Subject(final boolean opener, final boolean explicit)
        {
            this.explicit = explicit;
            host = new MachineHost(opener ? StreamIds.CONNECTOR : StreamIds.ACCEPTOR, 4, 2);
            host.provider = (stream, open) ->
            {
                accept(stream);
                return this;
            };
            if (opener)
            {
                host.machine.opener().open(StreamRequest.of("a.b").kind(InteractionKind.DUPLEX), this);
            }
            else
            {
                feed(RawFrames.open(id, "a.b", InteractionKind.DUPLEX, WINDOW, false, ""));
            }
            model = new StreamModel(opener, explicit, opener ? 0 : WINDOW);
            host.settle();
            host.sent();
            granted = end.granted();
        }

        void take(final Step step)
        {
            final int amount = step.amount();
            switch (step.event())
            {
                case DATA -> data(amount, 0, "x");
                case DATA_END -> data(amount, DataFrame.END, "x");
                case BARE_END -> data(amount, DataFrame.END, "");
                case CREDIT ->
                {
                    feed(RawFrames.credit(id, amount));
                    model.onCredit(amount);
                }
                case CLOSE -> close(amount);
                case ERROR ->
                {
                    final StreamErrorCode code = CODES[amount % CODES.length];
                    feed(RawFrames.error(id, code, ""));
                    model.onError(code);
                }
                case CANCEL ->
                {
                    feed(RawFrames.cancel(id));
                    model.onCancel();
                }
                case OFFER -> assertEquals(model.offer(), end.writer().offer(Payload.of("y"), 0, 1));
                case END -> assertEquals(model.end(), end.writer().end());
                case STOP ->
                {
                    if (!model.opener)
                    {
                        end.stopReceiving();
                        model.stop();
                    }
                }
                case CLOSE_WRITER ->
                {
                    if (!model.opener)
                    {
                        assertEquals(model.close(), end.writer().close());
                    }
                }
                case END_OF_STREAM -> endStream();
                case CONSUME -> consume(amount);
                case TIMER -> time();
                default -> host.machine.credits().sweep();
            }
            host.settle();
            host.sent();
        }

        /** Most Data is in order; some is early, late or far beyond. */
        private void data(final int amount, final int flags, final String payload)
        {
            final long seq = Math.max(0, model.taken() + (amount < 34 ? 0 : amount < 36 ? -1 : amount < 38 ? 1 : 20));
            feed(RawFrames.data(id, seq, flags, payload));
            model.onData(seq, 0 != flags, payload.isEmpty(), granted);
        }

        private void close(final int amount)
        {
            final CloseReason reason = REASONS[amount % REASONS.length];
            final long finalSeq = 0 == amount % 3 ? -1 : model.taken() + (0 == amount % 5 ? 1 : 0);
            feed(RawFrames.close(id, finalSeq, reason));
            model.onClose(finalSeq, reason);
        }

        private void endStream()
        {
            if (model.opener)
            {
                end.cancel();
                model.cancel();
            }
            else
            {
                end.abort(StreamErrorCode.INVALID_PARAMS, "");
                model.abort(StreamErrorCode.INVALID_PARAMS);
            }
        }

        private void consume(final int amount)
        {
            if (explicit && model.expected > model.consumed && StreamState.OPEN == model.state)
            {
                final long frames = 1 + amount % (model.expected - model.consumed);
                end.consumed(frames);
                model.consumed += frames;
            }
        }

        private void time()
        {
            if (null != host.timers.remove(end))
            {
                end.onTimer();
                model.onTimer();
            }
        }

        void check()
        {
            assertEquals(model.heard, heard);
            assertEquals(model.state, end.state());
            assertTrue(host.violations.isEmpty(), () -> "the session ends: " + host.violations);
            assertTrue(host.errors.isEmpty(), () -> "errors: " + host.errors);
            final boolean isThere = StreamState.ENDED != model.state;
            assertEquals(isThere ? 1 : 0, host.machine.table().size());
            assertEquals(StreamState.TOMBSTONE == model.state ? 1 : 0, host.tally.value(CounterType.STREAM_TOMBSTONES));
            assertEquals(
                isThere && StreamState.TOMBSTONE != model.state ? 1 : 0, host.tally.value(CounterType.STREAMS_OPEN));
            if (StreamState.OPEN == model.state)
            {
                credit();
            }
        }

        private void credit()
        {
            assertEquals(model.expected, end.received());
            assertEquals(model.consumed, end.consumed());
            assertTrue(end.granted() >= granted, "C-1: the limit fell");
            assertTrue(end.granted() <= model.consumed + WINDOW, "C-3: granted beyond the window");
            granted = end.granted();
            assertFalse(
                model.expected == granted && model.consumed + WINDOW > granted && !model.endReceived && !model.stopped,
                "C-4: the sender is dry, and what was consumed is not granted");
        }

        private void accept(final Stream stream)
        {
            end = (StreamEnd)stream;
            if (explicit)
            {
                stream.consumeExplicitly();
            }
        }

        private void feed(final byte[] frame)
        {
            host.machine.onFrame(new UnsafeBuffer(frame), 0);
        }

        @Override
        public void onOpened(final Stream stream)
        {
            accept(stream);
        }

        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            heard.add("data " + header.seq());
        }

        @Override
        public void onEnd(final Stream stream)
        {
            heard.add("end");
        }

        @Override
        public void onError(final Stream stream, final StreamErrorCode code, final String message)
        {
            heard.add("error " + code);
        }

        @Override
        public void onClosed(final Stream stream, final CloseReason reason, final StreamErrorCode code)
        {
            heard.add("closed " + reason + " " + code);
        }

        @Override
        public void close()
        {
            host.close();
        }
    }
}
