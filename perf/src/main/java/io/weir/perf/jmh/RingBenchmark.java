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

package io.weir.perf.jmh;

import io.weir.DataClaim;
import io.weir.DataHeader;
import io.weir.Engine;
import io.weir.Result;
import io.weir.Session;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.StreamWriter;
import io.weir.codecs.DataFrame;
import io.weir.config.Settings;
import io.weir.config.Threading;
import io.weir.link.LaneReader;
import io.weir.link.LaneWriter;
import io.weir.link.RingLane;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.Agent;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a message of 64 bytes costs on one thread, without a core to cross to: through a bare lane, and through streams
 * of two engines, credit and all. What the two-threaded figures have beyond these is the traffic between cores.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RingBenchmark
{
    private static final int BATCH = 256;
    private static final int PAYLOAD = 64;
    private static final int FRAME = DataFrame.PAYLOAD_OFFSET + PAYLOAD;

    /** Made by JMH. */
    public RingBenchmark()
    {
    }

    /** A lane with both its ends on one thread. */
    @State(Scope.Thread)
    public static class BareLane
    {
        private static final int LENGTH = 256 * 1024;
        private static final int CELL = 128;
        private static final int MAX_FRAME = 4096;
        private static final int PUBLISH_BATCH = 32;

        private final LaneWriter writer;
        private final LaneReader reader;
        private long sum;

        /** Made by JMH. */
        public BareLane()
        {
            final RingLane lane = new RingLane(LENGTH, CELL, MAX_FRAME);
            writer = lane.writer(PUBLISH_BATCH);
            reader = lane.reader();
        }

        int send()
        {
            writer.beginBatch();
            for (int i = 0; i < BATCH; i++)
            {
                final int offset = writer.claim(0, FRAME);
                write(writer.buffer(), offset + DataFrame.PAYLOAD_OFFSET, i);
                writer.commit();
            }
            writer.endBatch();
            return reader
                .poll((index, buffer, offset, length) -> sum += read(buffer, offset + DataFrame.PAYLOAD_OFFSET), BATCH);
        }
    }

    /** Two engines and the streams between them, all on one thread. */
    @State(Scope.Thread)
    public static class Streams implements Agent, StreamHandler
    {
        private static final String CAPABILITY = "bench.messages";

        /** Count of streams, visited in turn. */
        @Param({"1", "256", "10000"})
        private int streams;

        private final DataClaim claim = new DataClaim();
        private Engine server;
        private Engine client;
        private StreamWriter[] writers;
        private int accepted;
        private int cursor;
        private boolean isSending;
        private long received;
        private long sum;

        /** Made by JMH. */
        public Streams()
        {
        }

        /** Launches the engines and opens the streams. */
        @Setup
        public void open()
        {
            writers = new StreamWriter[streams];
            server = Engine.launch(context("bench-server").work(this).provider(CAPABILITY, (stream, open) ->
            {
                writers[accepted++] = stream.writer();
                return this;
            }));
            client = Engine.launch(context("bench-client"));
            final Session session = client.connect(server);
            final StreamRequest request = StreamRequest.of(CAPABILITY);
            for (int i = 0; i < streams; i++)
            {
                while (session.open(request, this) < 0)
                {
                    invoke();
                }
            }
            while (accepted < streams)
            {
                invoke();
            }
            isSending = true;
        }

        /** Closes the engines. */
        @TearDown
        public void close()
        {
            isSending = false;
            client.close();
            server.close();
        }

        @Override
        public int doWork()
        {
            int sent = 0;
            while (isSending && sent < BATCH)
            {
                final StreamWriter writer = writers[cursor];
                final long result = writer.tryClaim(PAYLOAD, claim);
                if (result < 0)
                {
                    if (Result.BACK_PRESSURED == result || 1 == streams)
                    {
                        break;
                    }
                }
                else
                {
                    write(claim.buffer(), claim.offset(), result);
                    claim.commit();
                    sent++;
                }
                cursor = cursor + 1 == streams ? 0 : cursor + 1;
            }
            return sent;
        }

        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            sum += read(buffer, offset);
            received++;
        }

        @Override
        public String roleName()
        {
            return "bench-sender";
        }

        /** Receives a batch, however many duty cycles it takes: with one stream a window is less than a batch. */
        long receive()
        {
            final long until = received + BATCH;
            while (received < until)
            {
                invoke();
            }
            return received;
        }

        private void invoke()
        {
            server.invoke();
            client.invoke();
        }

        private static Engine.Context context(final String name)
        {
            return new Engine.Context()
                .name(name)
                .set(Settings.ENGINE_THREADING, Threading.INVOKER)
                .set(Settings.SESSION_STREAMS_MAX, 1 << 16)
                .set(Settings.SESSION_CLOSE_TIMEOUT, 1_000_000L)
                .set(Settings.STREAM_CANCEL_TIMEOUT, 1_000_000L)
                .set(Settings.COUNTERS_DIR, "none");
        }
    }

    /**
     * A message through a lane: claimed, written, committed, published in batches, polled and read.
     *
     * @param lane to go through.
     * @return the count of messages.
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int lane(final BareLane lane)
    {
        return lane.send();
    }

    /**
     * A message through a stream: the same, and seq, credit, dispatch and the duty cycles of two agents.
     *
     * @param streams to go through.
     * @return the count of messages.
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long stream(final Streams streams)
    {
        return streams.receive();
    }

    private static void write(final MutableDirectBuffer buffer, final int offset, final long word)
    {
        for (int i = 0; i < PAYLOAD; i += Long.BYTES)
        {
            buffer.putLong(offset + i, word + i);
        }
    }

    private static long read(final DirectBuffer buffer, final int offset)
    {
        long total = 0;
        for (int i = 0; i < PAYLOAD; i += Long.BYTES)
        {
            total += buffer.getLong(offset + i);
        }
        return total;
    }
}
