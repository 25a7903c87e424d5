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
import io.weir.EmittingHandler;
import io.weir.Engine;
import io.weir.Session;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.StreamWriter;
import io.weir.config.Settings;
import io.weir.config.Threading;
import io.weir.flow.StreamCall;
import io.weir.flow.StreamIterator;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
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
 * What the faces above a handler add to a message of 64 bytes. Each item is an object with one number of the message in
 * it: 16 bytes that the application wants and a handler need not make. On one thread, where work is all there is; and
 * between threads, where handing over is.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FlowBenchmark
{
    private static final String CAPABILITY = "bench.ticks";
    private static final int PAYLOAD = 64;
    private static final int BATCH = 256;
    private static final int LARGE_BATCH = 65_536;

    /** Made by JMH. */
    public FlowBenchmark()
    {
    }

    /** What a stream's items are consumed by. */
    public enum Face
    {
        /** A handler, in place. */
        HANDLER,
        /** A publisher on the agent, an item a frame. */
        AGENT,
        /** A publisher on the agent, an item a message. */
        AGENT_MESSAGES,
        /** A publisher on an executor, an item a frame. */
        EXECUTOR,
        /** A publisher on an executor, an item a message. */
        EXECUTOR_MESSAGES
    }

    /** An item. */
    record Tick(long value)
    {
        static Tick decode(final DirectBuffer buffer, final int offset, final int length)
        {
            return new Tick(buffer.getLong(offset));
        }
    }

    /** Counts what it is given, whichever way. */
    abstract static class Counting implements StreamHandler, Flow.Subscriber<Tick>
    {
        /** Written by one thread at a time. */
        private volatile long received;
        private long count;
        private long sum;

        final long received()
        {
            return received;
        }

        final void take(final long value)
        {
            sum += value;
            // Seldom enough not to be measured.
            if (0 == (++count & 63))
            {
                received = count;
            }
        }

        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            take(buffer.getLong(offset));
        }

        @Override
        public void onSubscribe(final Flow.Subscription subscription)
        {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(final Tick tick)
        {
            take(tick.value());
        }

        @Override
        public void onError(final Throwable throwable)
        {
            // The end of the benchmark.
        }

        @Override
        public void onComplete()
        {
            // None is sent.
        }

        final void begin(final Session session, final Face face, final StreamRequest request, final Executor executor)
        {
            final StreamCall<Tick> call = StreamCall.of(session, request, Tick::decode);
            switch (face)
            {
                case HANDLER -> session.open(request, this);
                case AGENT -> call.publisherOnAgent().subscribe(this);
                case AGENT_MESSAGES -> call.messages(PAYLOAD).publisherOnAgent().subscribe(this);
                case EXECUTOR -> call.publisher(executor).subscribe(this);
                default -> call.messages(PAYLOAD).publisher(executor).subscribe(this);
            }
        }
    }

    /** Sends as long as it may, on the agent. */
    static final class Source implements EmittingHandler
    {
        private final DataClaim claim = new DataClaim();
        private long next;

        @Override
        public void onWritable(final Stream stream, final int budget)
        {
            final StreamWriter writer = stream.writer();
            while (writer.tryClaim(PAYLOAD, claim) >= 0)
            {
                claim.buffer().putLong(claim.offset(), next++);
                claim.commit();
            }
        }
    }

    /**
     * Two engines on one thread, 256 streams of the default window; the executor runs its tasks where it is given them.
     */
    @State(Scope.Thread)
    public static class OneThread extends Counting
    {
        private static final int STREAMS = 256;

        /** How the items are consumed. */
        @Param
        private Face face;
        private Engine server;
        private Engine client;

        /** Made by JMH. */
        public OneThread()
        {
        }

        /** Launches the engines and opens the streams. */
        @Setup
        public void open()
        {
            server = Engine.launch(context("bench-server", Threading.INVOKER)
                .provider(CAPABILITY, (stream, open) -> new Source()));
            client = Engine.launch(context("bench-client", Threading.INVOKER));
            final Session session = client.connect(server);
            for (int i = 0; i < STREAMS; i++)
            {
                begin(session, face, StreamRequest.of(CAPABILITY), Runnable::run);
                invoke();
            }
        }

        /** Closes the engines. */
        @TearDown
        public void close()
        {
            client.close();
            server.close();
        }

        long receive()
        {
            final long until = received() + BATCH;
            while (received() < until)
            {
                invoke();
            }
            return received();
        }

        private void invoke()
        {
            server.invoke();
            client.invoke();
        }
    }

    /** Two engines with a thread each, one stream with a window of 1,024, and a thread that consumes. */
    @State(Scope.Benchmark)
    public static class Threads extends Counting
    {
        private static final int WINDOW = 1024;

        /** How the items are consumed. */
        @Param
        private Face face;
        private final ExecutorService executor = Executors.newSingleThreadExecutor();
        private Engine server;
        private Engine client;

        /** Made by JMH. */
        public Threads()
        {
        }

        /** Launches the engines and opens the stream. */
        @Setup
        public void open()
        {
            server = Engine.launch(context("bench-server", Threading.RUNNER)
                .provider(CAPABILITY, (stream, open) -> new Source()));
            client = Engine.launch(context("bench-client", Threading.RUNNER));
            begin(client.connect(server), face, StreamRequest.of(CAPABILITY).window(WINDOW), executor);
        }

        /** Closes the engines. */
        @TearDown
        public void close()
        {
            client.close();
            server.close();
            executor.shutdown();
        }

        long receive()
        {
            final long until = received() + LARGE_BATCH;
            while (received() < until)
            {
                LockSupport.parkNanos(20_000);
            }
            return received();
        }
    }

    /** The same for the thread that iterates. */
    @State(Scope.Benchmark)
    public static class Iterating
    {
        private Engine server;
        private Engine client;
        private StreamIterator<Tick> ticks;

        /** Made by JMH. */
        public Iterating()
        {
        }

        /** Launches the engines and opens the stream. */
        @Setup
        public void open()
        {
            server = Engine.launch(context("bench-server", Threading.RUNNER)
                .provider(CAPABILITY, (stream, open) -> new Source()));
            client = Engine.launch(context("bench-client", Threading.RUNNER));
            ticks = StreamCall.<Tick>of(client.connect(server),
                StreamRequest.of(CAPABILITY).window(Threads.WINDOW), Tick::decode).iterator();
        }

        /** Closes the engines. */
        @TearDown
        public void close()
        {
            ticks.close();
            client.close();
            server.close();
        }

        long receive()
        {
            long sum = 0;
            for (int i = 0; i < LARGE_BATCH; i++)
            {
                sum += ticks.next().value();
            }
            return sum;
        }
    }

    /**
     * A message on one thread.
     *
     * @param engines to go through.
     * @return the count of messages.
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long oneThread(final OneThread engines)
    {
        return engines.receive();
    }

    /**
     * A message between threads.
     *
     * @param engines to go through.
     * @return the count of messages.
     */
    @Benchmark
    @OperationsPerInvocation(LARGE_BATCH)
    public long threads(final Threads engines)
    {
        return engines.receive();
    }

    /**
     * A message to a thread that iterates.
     *
     * @param engines to go through.
     * @return the sum of what came.
     */
    @Benchmark
    @OperationsPerInvocation(LARGE_BATCH)
    public long iterator(final Iterating engines)
    {
        return engines.receive();
    }

    private static Engine.Context context(final String name, final Threading threading)
    {
        return new Engine.Context()
            .name(name)
            .set(Settings.ENGINE_THREADING, threading)
            .set(Settings.SESSION_CLOSE_TIMEOUT, 1_000_000L)
            .set(Settings.STREAM_CANCEL_TIMEOUT, 1_000_000L)
            .set(Settings.COUNTERS_DIR, "none");
    }
}
