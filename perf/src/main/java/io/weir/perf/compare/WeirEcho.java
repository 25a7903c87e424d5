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

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A duplex stream of Weir with one message of eight words in flight: the provider answers from its handler, the
 * consumer sends the next from its own.
 */
final class WeirEcho implements Contest
{
    private static final int LENGTH = 64;
    private static final int WINDOW = 64;

    private final Pinger pinger = new Pinger();
    private final WeirPair pair;
    private boolean isAsked;
    private boolean isAccepted;

    /**
     * Launches two engines and opens the stream.
     *
     * @param threads that will invoke the engines.
     * @param wiring  of the engines.
     */
    WeirEcho(final ThreadPair threads, final Wiring wiring)
    {
        pair = new WeirPair(threads, wiring, 1, WINDOW, (stream, open) ->
        {
            isAccepted = true;
            return new Echoer(stream.writer());
        }, null);
        pair.open(this::open, () -> isAccepted);
    }

    @Override
    public void send(final Round round)
    {
        while (!round.isFinished())
        {
            pair.server().invoke();
        }
    }

    @Override
    public double[] receive(final Round round)
    {
        final Times times = new Times();
        pinger.begin(times);
        final long startNs = System.nanoTime();
        long nowNs = startNs;
        while (nowNs - startNs < round.lengthNs())
        {
            for (int i = 0; i < 1024; i++)
            {
                pair.client().invoke();
            }
            nowNs = System.nanoTime();
        }
        pinger.isPinging = false;
        round.end();
        while (pinger.isInFlight)
        {
            pair.client().invoke();
        }
        round.finish();
        return times.figures();
    }

    @Override
    public void close()
    {
        pair.close();
    }

    private boolean open(final Session session)
    {
        if (!isAsked)
        {
            isAsked = session.open(
                StreamRequest.of(WeirPair.CAPABILITY).kind(InteractionKind.DUPLEX).window(WINDOW), pinger) >= 0;
        }
        return null != pinger.writer && pinger.writer.credit() > 0;
    }

    /** The provider's handler. */
    private static final class Echoer implements StreamHandler
    {
        private final UnsafeBuffer message = new UnsafeBuffer(new byte[LENGTH]);
        private final StreamWriter writer;
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
            buffer.getBytes(offset, message, 0, LENGTH);
            isWaiting = refused(writer.offer(message, 0, LENGTH));
        }

        @Override
        public void onWritable(final Stream stream, final int budget)
        {
            isWaiting = isWaiting && refused(writer.offer(message, 0, LENGTH));
        }
    }

    /** The consumer's handler. */
    private static final class Pinger implements StreamHandler
    {
        private final UnsafeBuffer message = new UnsafeBuffer(new byte[LENGTH]);
        private StreamWriter writer;
        private Times times;
        private long sentNs;
        private long sum;
        private boolean isPinging;
        private boolean isInFlight;
        private boolean isWaiting;

        Pinger()
        {
        }

        @Override
        public void onOpened(final Stream stream)
        {
            writer = stream.writer();
        }

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
            times.record(nowNs - sentNs);
            isInFlight = false;
            if (isPinging)
            {
                send(nowNs);
            }
        }

        @Override
        public void onWritable(final Stream stream, final int budget)
        {
            isWaiting = isWaiting && refused(writer.offer(message, 0, LENGTH));
        }

        void begin(final Times ofRound)
        {
            times = ofRound;
            isPinging = true;
            send(System.nanoTime());
        }

        private void send(final long nowNs)
        {
            sentNs = nowNs;
            isInFlight = true;
            Words.write(message, 0, LENGTH, nowNs);
            isWaiting = refused(writer.offer(message, 0, LENGTH));
        }
    }

    /** With one message in flight there is credit; a link that is full for a moment tells when it is not. */
    private static boolean refused(final long result)
    {
        if (result < Result.BACK_PRESSURED)
        {
            throw new IllegalStateException("one message in flight, and yet " + Result.name(result));
        }
        return result < 0;
    }
}
