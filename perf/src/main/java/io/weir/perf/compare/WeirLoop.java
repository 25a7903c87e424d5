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

package io.weir.perf.compare;

import io.weir.DataHeader;
import io.weir.Result;
import io.weir.Session;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.StreamWriter;
import io.weir.codecs.InteractionKind;

import java.util.LinkedHashMap;
import java.util.Map;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Weir's streams in loops, with its default settings: duplex streams whose provider answers from its handler, and one
 * stream towards the provider for each window. The provider's agent does other work in each duty cycle.
 */
final class WeirLoop implements LoopSide, Agent
{
    private static final int WINDOW = 64;
    private static final double SECOND_NS = 1e9;

    private final ThreadPair threads;
    private final WeirPair pair;
    private final Caller[] callers = new Caller[LoopCase.CALLERS_MAX];
    private final Map<Integer, Filler> fillers = new LinkedHashMap<>();
    private int accepted;
    private int inFlight;
    private long workNs;
    private Times times;
    private long count;
    private long received;
    private boolean isCalling;

    /**
     * Launches two engines and opens the streams.
     *
     * @param threads that will invoke the engines: the sending one the provider's, the receiving one the caller's.
     * @param wiring  of the engines.
     */
    WeirLoop(final ThreadPair threads, final Wiring wiring)
    {
        this.threads = threads;
        for (int i = 0; i < callers.length; i++)
        {
            callers[i] = new Caller();
        }
        for (final int window : LoopCase.windows())
        {
            fillers.put(window, new Filler(window));
        }
        pair = new WeirPair(threads, wiring, callers.length + fillers.size(), WINDOW, (stream, open) ->
        {
            accepted++;
            return InteractionKind.DUPLEX == stream.kind() ? new Echoer(stream.writer()) : new Taker();
        }, this);
        pair.open(this::open, () -> callers.length + fillers.size() == accepted);
    }

    @Override
    public double[] run(final LoopCase terms, final long lengthNs)
    {
        final Round round = new Round(lengthNs);
        workNs = terms.workUs() * 1_000L;
        times = new Times();
        count = 0;
        received = 0;
        return LoopCase.Shape.ECHO == terms.shape() ?
            threads.run(() -> answer(round), () -> call(round, terms.callers())) :
            threads.run(() -> take(round), () -> fill(round, fillers.get(terms.window())));
    }

    @Override
    public void close()
    {
        pair.close();
    }

    /** The other work of the provider's agent. */
    @Override
    public int doWork()
    {
        LoopSide.work(workNs);
        return 0;
    }

    @Override
    public String roleName()
    {
        return "other work";
    }

    private void answer(final Round round)
    {
        while (!round.isFinished())
        {
            pair.server().invoke();
        }
    }

    private double[] call(final Round round, final int count)
    {
        final long startNs = System.nanoTime();
        isCalling = true;
        for (int i = 0; i < count; i++)
        {
            callers[i].call(System.nanoTime());
        }
        inFlight = count;
        while (inFlight > 0)
        {
            pair.client().invoke();
            if (isCalling && System.nanoTime() - startNs >= round.lengthNs())
            {
                isCalling = false;
            }
        }
        round.finish();
        return times.figures(this.count * SECOND_NS / (System.nanoTime() - startNs));
    }

    private void take(final Round round)
    {
        while (!round.isAllReceived(received))
        {
            pair.server().invoke();
        }
        round.finish();
    }

    private double[] fill(final Round round, final Filler filler)
    {
        final long startNs = System.nanoTime();
        final long begin = filler.sent;
        filler.isSending = true;
        filler.send();
        while (System.nanoTime() - startNs < round.lengthNs())
        {
            pair.client().invoke();
        }
        filler.isSending = false;
        round.sent(filler.sent - begin);
        while (!round.isFinished())
        {
            pair.client().invoke();
        }
        return times.figures(count * SECOND_NS / (System.nanoTime() - startNs));
    }

    private boolean open(final Session session)
    {
        for (final Caller caller : callers)
        {
            caller.isAsked = caller.isAsked || isOpening(session, caller, InteractionKind.DUPLEX, WINDOW);
        }
        boolean isReady = true;
        for (final Filler filler : fillers.values())
        {
            filler.isAsked =
                filler.isAsked || isOpening(session, filler, InteractionKind.CLIENT_STREAM, filler.window);
            isReady &= filler.isReady();
        }
        for (final Caller caller : callers)
        {
            isReady &= caller.isReady();
        }
        return isReady;
    }

    private static boolean isOpening(
        final Session session,
        final StreamHandler handler,
        final InteractionKind kind,
        final int window)
    {
        return session.open(StreamRequest.of(WeirPair.CAPABILITY).kind(kind).window(window), handler) >= 0;
    }

    /** A handler that sends, and what it sends. */
    private abstract static class Sending implements StreamHandler
    {
        final UnsafeBuffer message = new UnsafeBuffer(new byte[PAYLOAD_LENGTH]);
        StreamWriter writer;
        boolean isAsked;

        @Override
        public final void onOpened(final Stream stream)
        {
            writer = stream.writer();
        }

        final boolean isReady()
        {
            return null != writer && writer.credit() > 0;
        }

        /** {@return whether the message went, and was not refused for now} */
        final boolean offer()
        {
            final long result = writer.offer(message, 0, PAYLOAD_LENGTH);
            if (result < Result.NO_CREDIT)
            {
                throw new IllegalStateException("nobody closes a stream, and yet " + Result.name(result));
            }
            return result >= 0;
        }
    }

    /** A caller's end of its stream. */
    private final class Caller extends Sending
    {
        private boolean isWaiting;
        private long sum;

        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            sum += Words.sum(buffer, offset, length);
            final long nowNs = System.nanoTime();
            times.record(nowNs - buffer.getLong(offset));
            count++;
            if (isCalling)
            {
                call(nowNs);
            }
            else
            {
                inFlight--;
            }
        }

        @Override
        public void onWritable(final Stream stream, final int budget)
        {
            isWaiting = isWaiting && !offer();
        }

        void call(final long nowNs)
        {
            Words.write(message, 0, PAYLOAD_LENGTH, nowNs);
            isWaiting = !offer();
        }
    }

    /** The provider's end of a caller's stream. */
    private static final class Echoer extends Sending
    {
        private boolean isWaiting;

        Echoer(final StreamWriter writer)
        {
            this.writer = writer;
        }

        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            buffer.getBytes(offset, message, 0, length);
            isWaiting = !offer();
        }

        @Override
        public void onWritable(final Stream stream, final int budget)
        {
            isWaiting = isWaiting && !offer();
        }
    }

    /** The sending end of a stream that is kept full. */
    private static final class Filler extends Sending
    {
        private final int window;
        private boolean isSending;
        private long sent;

        Filler(final int window)
        {
            this.window = window;
        }

        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            throw new IllegalStateException("a provider that only takes has sent " + length + " bytes");
        }

        @Override
        public void onWritable(final Stream stream, final int budget)
        {
            send();
        }

        void send()
        {
            while (isSending)
            {
                Words.write(message, 0, PAYLOAD_LENGTH, System.nanoTime());
                if (!offer())
                {
                    return;
                }
                sent++;
            }
        }
    }

    /** The provider's end of a stream that is kept full. */
    private final class Taker implements StreamHandler
    {
        private long sum;

        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            sum += Words.sum(buffer, offset, length);
            times.record(System.nanoTime() - buffer.getLong(offset));
            count++;
            received++;
        }
    }
}
