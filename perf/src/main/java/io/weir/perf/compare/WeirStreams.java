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

import io.weir.DataClaim;
import io.weir.DataHeader;
import io.weir.Result;
import io.weir.Session;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.StreamWriter;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;

/**
 * Weir, moving what {@link RawRing} moves: the provider's agent visits its streams in the order of the case and claims
 * one message of each that has credit, writing every word; the consumer's handler reads every word.
 */
final class WeirStreams implements Contest
{
    /** Most messages that the provider's agent sends in one duty cycle. */
    private static final int SEND_LIMIT = 256;
    /** Duty cycles between two readings of the clock; idle, they are over in a microsecond. */
    private static final int INVOCATIONS = 16;
    private static final int RANDOM_VISITS = 1 << 17;
    private static final long SEED = 20_260_101;
    private static final double SECOND_NS = 1e9;

    private final StreamCase terms;
    private final Sender sender;
    private final Receiver receiver = new Receiver();
    private final WeirPair pair;
    private final StreamRequest request;
    private int asked;

    /**
     * Launches two engines and opens the streams of a case.
     *
     * @param threads that will invoke the engines.
     * @param terms   of the case.
     * @param wiring  of the engines.
     */
    WeirStreams(final ThreadPair threads, final StreamCase terms, final Wiring wiring)
    {
        this.terms = terms;
        sender = new Sender(terms);
        pair = new WeirPair(threads, wiring, terms.streams(), terms.window(), (stream, open) -> sender.accept(stream),
            sender);
        request = StreamRequest.of(WeirPair.CAPABILITY).window(terms.window());
        pair.open(this::open, () -> sender.accepted == terms.streams());
    }

    @Override
    public void send(final Round round)
    {
        final long begin = sender.sent;
        sender.isSending = true;
        while (!round.isOver())
        {
            pair.server().invoke();
        }
        sender.isSending = false;
        round.sent(sender.sent - begin);
        while (!round.isFinished())
        {
            pair.server().invoke();
        }
    }

    @Override
    public double[] receive(final Round round)
    {
        final long begin = receiver.received;
        final long startNs = System.nanoTime();
        long nowNs = startNs;
        while (nowNs - startNs < round.lengthNs())
        {
            for (int i = 0; i < INVOCATIONS; i++)
            {
                pair.client().invoke();
            }
            nowNs = System.nanoTime();
        }
        final double rate = (receiver.received - begin) * SECOND_NS / (nowNs - startNs);
        round.end();
        while (!round.isAllReceived(receiver.received - begin))
        {
            pair.client().invoke();
        }
        round.finish();
        return new double[]{rate};
    }

    @Override
    public void close()
    {
        pair.close();
    }

    private boolean open(final Session session)
    {
        while (asked < terms.streams())
        {
            final long result = session.open(request, receiver);
            if (Result.BACK_PRESSURED == result)
            {
                return false;
            }
            if (result < 0)
            {
                throw new IllegalStateException("cannot open stream " + asked + ": " + Result.name(result));
            }
            asked++;
        }
        return receiver.opened == terms.streams();
    }

    /** Visits the streams, on the provider's agent. */
    private static final class Sender extends Padding implements Agent, StreamHandler
    {
        private final DataClaim claim = new DataClaim();
        private final StreamWriter[] writers;
        private final int[] visits;
        private final int length;
        private final int vainLimit;
        private int cursor;
        private int accepted;
        private long sent;
        private boolean isSending;
        /** The link is full; the stream that found it so is told when it no longer is. */
        private boolean isFull;

        Sender(final StreamCase terms)
        {
            length = terms.payloadBytes();
            writers = new StreamWriter[terms.streams()];
            vainLimit = Math.min(SEND_LIMIT, terms.streams());
            visits = StreamCase.Order.RANDOM == terms.order() ?
                new SplittableRandom(SEED).ints(RANDOM_VISITS, 0, terms.streams()).toArray() :
                roundRobin(terms.streams());
        }

        StreamHandler accept(final Stream stream)
        {
            writers[accepted++] = stream.writer();
            return this;
        }

        @Override
        public int doWork()
        {
            if (!isSending || isFull)
            {
                return 0;
            }
            final int[] order = visits;
            int at = cursor;
            int done = 0;
            int vain = 0;
            while (done < SEND_LIMIT && vain < vainLimit)
            {
                final long result = send(writers[order[at]], sent + done);
                if (Result.BACK_PRESSURED == result)
                {
                    isFull = true;
                    break;
                }
                if (result >= 0)
                {
                    done++;
                    vain = 0;
                }
                else
                {
                    vain++;
                }
                at = at + 1 == order.length ? 0 : at + 1;
            }
            cursor = at;
            sent += done;
            return done;
        }

        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            throw new IllegalStateException("a server stream brought Data to its provider");
        }

        @Override
        public void onWritable(final Stream stream, final int budget)
        {
            isFull = false;
        }

        @Override
        public String roleName()
        {
            return "compare-sender";
        }

        private long send(final StreamWriter writer, final long word)
        {
            final long result = writer.tryClaim(length, claim);
            if (result >= 0)
            {
                Words.write(claim.buffer(), claim.offset(), length, word);
                claim.commit();
            }
            return result;
        }

        private static int[] roundRobin(final int streams)
        {
            final int[] order = new int[streams];
            Arrays.setAll(order, i -> i);
            return order;
        }
    }

    /**
     * Words that one side reads or writes for each message; the padding keeps those of the other side off their lines.
     */
    private static class Padding
    {
        @SuppressWarnings("unused")
        private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;

        Padding()
        {
        }
    }

    /** Reads every word, on the consumer's agent. */
    private static final class Receiver extends Padding implements StreamHandler
    {
        private int opened;
        private long received;
        private long sum;

        Receiver()
        {
        }

        @Override
        public void onOpened(final Stream stream)
        {
            opened++;
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
            received++;
        }
    }
}
