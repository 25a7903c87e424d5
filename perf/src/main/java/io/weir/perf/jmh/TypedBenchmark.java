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

import io.weir.DataHeader;
import io.weir.EmittingHandler;
import io.weir.Engine;
import io.weir.Session;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.caps.Capabilities;
import io.weir.caps.Capability;
import io.weir.codecs.CloseReason;
import io.weir.codecs.HeartbeatDecoder;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.config.Settings;
import io.weir.config.Threading;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What typed capabilities cost beyond handlers and writers, in time and in bytes: a message of a stream, and a request
 * with its response. Both engines on one thread, one stream, the default window.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TypedBenchmark
{
    private static final int BATCH = 256;
    private static final int PAYLOAD = 64;

    /** Made by JMH. */
    public TypedBenchmark()
    {
    }

    /** What is provided and called. */
    @Capability("bench")
    public interface Bench
    {
        /** {@return bytes without end} */
        Flow.Publisher<byte[]> bytes();

        /** {@return SBE messages without end} */
        Flow.Publisher<HeartbeatDecoder> beats();

        /**
         * {@return what it is given}
         *
         * @param params to echo.
         */
        CompletionStage<byte[]> echo(byte[] params);
    }

    /** Two engines on one thread, and a session. */
    @State(Scope.Thread)
    public static class Pair implements Bench
    {
        private final byte[] payload = new byte[PAYLOAD];
        private final HeartbeatDecoder beat = new HeartbeatDecoder().wrap(
            new UnsafeBuffer(new byte[HeartbeatDecoder.BLOCK_LENGTH]), 0, HeartbeatDecoder.BLOCK_LENGTH,
            HeartbeatDecoder.SCHEMA_VERSION);
        private Engine server;
        private Engine client;
        private Session session;
        private Bench bench;
        private Runnable begin;
        private long received;
        private boolean isClosed;

        /** Made by JMH. */
        public Pair()
        {
        }

        /** Launches the engines. */
        @Setup
        public void launch()
        {
            server = Engine.launch(context("bench-server")
                .provide(Bench.class, this)
                .provider("raw.bytes", (stream, open) -> new RawEmission())
                .provider("raw.echo", (stream, open) -> new RawEcho(open.buffer(), open.paramsOffset(),
                    open.paramsLength())));
            client = Engine.launch(context("bench-client"));
            session = client.connect(server);
            bench = Capabilities.of(session).onAgent().bind(Bench.class);
        }

        /** Closes the engines. */
        @TearDown
        public void close()
        {
            client.close();
            server.close();
        }

        @Override
        public Flow.Publisher<byte[]> bytes()
        {
            return subscriber -> subscriber.onSubscribe(new Endless<>(subscriber, payload));
        }

        @Override
        public Flow.Publisher<HeartbeatDecoder> beats()
        {
            return subscriber -> subscriber.onSubscribe(new Endless<>(subscriber, beat));
        }

        @Override
        public CompletionStage<byte[]> echo(final byte[] params)
        {
            return CompletableFuture.completedFuture(params);
        }

        private static Engine.Context context(final String name)
        {
            return new Engine.Context()
                .name(name)
                .set(Settings.ENGINE_THREADING, Threading.INVOKER)
                .set(Settings.SESSION_CLOSE_TIMEOUT, 1_000_000L)
                .set(Settings.STREAM_CANCEL_TIMEOUT, 1_000_000L)
                .set(Settings.COUNTERS_DIR, "none");
        }

        long receive(final Runnable first)
        {
            if (null == begin)
            {
                begin = first;
                first.run();
            }
            final long until = received + BATCH;
            while (received < until)
            {
                server.invoke();
                client.invoke();
            }
            return received;
        }

        void rawBytes()
        {
            session.open(StreamRequest.of("raw.bytes"), new Counting());
        }

        <T> void subscribe(final Flow.Publisher<T> publisher)
        {
            publisher.subscribe(new CountingSubscriber<>());
        }

        boolean rawEcho()
        {
            isClosed = false;
            session.open(
                StreamRequest.of("raw.echo").kind(InteractionKind.REQUEST_RESPONSE).params(payload), new Counting());
            while (!isClosed)
            {
                server.invoke();
                client.invoke();
            }
            return isClosed;
        }

        byte[] typedEcho()
        {
            final CompletableFuture<byte[]> answer = bench.echo(payload).toCompletableFuture();
            while (!answer.isDone())
            {
                server.invoke();
                client.invoke();
            }
            return answer.join();
        }

        /** Sends as long as it may. */
        private final class RawEmission implements EmittingHandler
        {
            private final UnsafeBuffer message = new UnsafeBuffer(payload);

            @Override
            public void onWritable(final Stream stream, final int budget)
            {
                while (stream.writer().offer(message, 0, PAYLOAD) >= 0)
                {
                    // Until it is refused.
                }
            }
        }

        /** Answers with the params. */
        private static final class RawEcho implements EmittingHandler
        {
            private final UnsafeBuffer message;

            RawEcho(final DirectBuffer buffer, final int offset, final int length)
            {
                message = new UnsafeBuffer(new byte[length]);
                message.putBytes(0, buffer, offset, length);
            }

            @Override
            public void onWritable(final Stream stream, final int budget)
            {
                stream.writer().offer(message, 0, message.capacity());
                stream.writer().close();
            }
        }

        /** Counts in place. */
        private final class Counting implements StreamHandler
        {
            @Override
            public void onData(
                final Stream stream,
                final DirectBuffer buffer,
                final int offset,
                final int length,
                final DataHeader header)
            {
                received++;
            }

            @Override
            public void onClosed(final Stream stream, final CloseReason reason, final StreamErrorCode code)
            {
                isClosed = true;
            }
        }

        /** Counts items. */
        private final class CountingSubscriber<T> implements Flow.Subscriber<T>
        {
            @Override
            public void onSubscribe(final Flow.Subscription subscription)
            {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(final T item)
            {
                received++;
            }

            @Override
            public void onError(final Throwable throwable)
            {
                isClosed = true;
            }

            @Override
            public void onComplete()
            {
                isClosed = true;
            }
        }

        /** Emits the same item as often as it is asked to. */
        private record Endless<T>(Flow.Subscriber<? super T> subscriber, T item) implements Flow.Subscription
        {
            @Override
            public void request(final long count)
            {
                for (long i = 0; i < count; i++)
                {
                    subscriber.onNext(item);
                }
            }

            @Override
            public void cancel()
            {
                // Nobody asks any more.
            }
        }
    }

    /**
     * A message of 64 bytes from a writer to a handler.
     *
     * @param pair to go between.
     * @return the count of messages.
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long rawMessage(final Pair pair)
    {
        return pair.receive(pair::rawBytes);
    }

    /**
     * The same from a publisher to a subscriber, as {@code byte[]}.
     *
     * @param pair to go between.
     * @return the count of messages.
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long typedBytes(final Pair pair)
    {
        return pair.receive(() -> pair.subscribe(pair.bench.bytes()));
    }

    /**
     * The same as an SBE message of 24 bytes.
     *
     * @param pair to go between.
     * @return the count of messages.
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long typedSbe(final Pair pair)
    {
        return pair.receive(() -> pair.subscribe(pair.bench.beats()));
    }

    /**
     * A request and its response through handlers.
     *
     * @param pair to go between.
     * @return whether it was answered.
     */
    @Benchmark
    public boolean rawCall(final Pair pair)
    {
        return pair.rawEcho();
    }

    /**
     * A request and its response through an interface.
     *
     * @param pair to go between.
     * @return the answer.
     */
    @Benchmark
    public byte[] typedCall(final Pair pair)
    {
        return pair.typedEcho();
    }
}
