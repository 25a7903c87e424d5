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

package io.weir.flow;

import io.weir.DataHeader;
import io.weir.EmittingHandler;
import io.weir.Engine;
import io.weir.Session;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.codecs.InteractionKind;
import io.weir.fixture.Engines;
import io.weir.test.Rule;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;

/**
 * The Reactive Streams TCK for Flow over a link: publishers on an executor and on the agent, of frames and of whole
 * messages, and the subscriber of either side. A link's test says how two engines come to share it.
 */
public abstract class FlowTck
{
    private static final long TIMEOUT_MS = 800;
    private static final long NO_SIGNALS_MS = 50;
    private static final int PUBLISHER_CASES = 31;
    private static final int SUBSCRIBER_CASES = 11;
    private static final int SUBSCRIBERS = 64;

    private final Engines engines = new Engines();
    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final BlockingQueue<Flow.Subscriber<Long>> subscribers = new ArrayBlockingQueue<>(SUBSCRIBERS);
    private final TckCases cases = new TckCases();
    private Session session;

    /**
     * Launches two engines that share the link under test.
     *
     * @param engines  to launch them with; they are closed and judged with it.
     * @param provider context of the engine that provides.
     * @param consumer context of the engine that connects.
     * @return the connector's session.
     */
    protected abstract Session connect(Engines engines, Engine.Context provider, Engine.Context consumer);

    @BeforeEach
    protected void launch()
    {
        final Engine.Context provider = Engines.context("tck-provider")
            .provider("tck.numbers", (stream, open) -> new Numbers(Long.parseLong(open.paramsUtf8())))
            .provider("tck.source", (stream, open) ->
            {
                final StreamSubscriber<Long> subscriber = StreamSubscriber.of(stream, FlowTck::encode);
                subscribers.add(subscriber);
                return subscriber;
            })
            .provider("tck.sink", (stream, open) -> new Sink());
        session = connect(engines, provider, Engines.context("tck-consumer"));
    }

    @AfterEach
    protected void close()
    {
        engines.close();
        executor.shutdown();
    }

    @TestFactory
    @Rule({"C-9", "C-3"})
    protected List<DynamicTest> shouldBeAPublisherWhenSignalledOnAnExecutor()
    {
        return cases.of(() -> new Publisher(numbers(), false), PUBLISHER_CASES);
    }

    @TestFactory
    @Rule("C-9")
    protected List<DynamicTest> shouldBeAPublisherWhenSignalledOnTheAgent()
    {
        return cases.of(() -> new Publisher(numbers(), true), PUBLISHER_CASES);
    }

    @TestFactory
    @Rule("C-9")
    protected List<DynamicTest> shouldBeAPublisherWhenWholeMessagesAreSignalledOnAnExecutor()
    {
        return cases.of(() -> new Publisher(call -> numbers().apply(call).messages(64), false), PUBLISHER_CASES);
    }

    @TestFactory
    @Rule("C-9")
    protected List<DynamicTest> shouldBeAPublisherWhenWholeMessagesAreSignalledOnTheAgent()
    {
        return cases.of(() -> new Publisher(call -> numbers().apply(call).messages(64), true), PUBLISHER_CASES);
    }

    @TestFactory
    @Rule("C-5")
    protected List<DynamicTest> shouldBeASubscriberWhenTheAcceptorSends()
    {
        // What an acceptor's publisher fails with is told to the error log, and to nobody else (S-6).
        engines.expectError("Boom!");
        return cases.of(() -> new Subscriber(InteractionKind.SERVER_STREAM), SUBSCRIBER_CASES);
    }

    @TestFactory
    @Rule("C-5")
    protected List<DynamicTest> shouldBeASubscriberWhenTheOpenerSends()
    {
        return cases.of(() -> new Subscriber(InteractionKind.CLIENT_STREAM), SUBSCRIBER_CASES);
    }

    private LongFunction<StreamCall<Long>> numbers()
    {
        return count -> StreamCall.of(
            session, StreamRequest.of("tck.numbers").params(Long.toString(count)), FlowTck::decode);
    }

    private static long decode(final DirectBuffer buffer, final int offset, final int length)
    {
        return buffer.getLong(offset);
    }

    private static int encode(final long item, final MutableDirectBuffer buffer, final int offset)
    {
        buffer.putLong(offset, item);
        return Long.BYTES;
    }

    /** As many numbers as were asked for, as fast as credit goes. */
    private static final class Numbers implements EmittingHandler
    {
        private final UnsafeBuffer payload = new UnsafeBuffer(new byte[Long.BYTES]);
        private final long count;
        private long sent;

        Numbers(final long count)
        {
            this.count = count;
        }

        @Override
        public void onWritable(final Stream stream, final int budget)
        {
            payload.putLong(0, sent);
            while (sent < count && stream.writer().offer(payload, 0, Long.BYTES) >= 0)
            {
                payload.putLong(0, ++sent);
            }
            if (sent == count)
            {
                stream.writer().close();
            }
        }
    }

    /** Takes whatever comes. */
    private static final class Sink implements StreamHandler
    {
        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
        }
    }

    private final class Publisher extends FlowPublisherVerification<Long>
    {
        private final LongFunction<StreamCall<Long>> numbers;
        private final boolean onAgent;

        Publisher(final LongFunction<StreamCall<Long>> numbers, final boolean onAgent)
        {
            super(new TestEnvironment(TIMEOUT_MS, NO_SIGNALS_MS));
            this.numbers = numbers;
            this.onAgent = onAgent;
        }

        @Override
        public Flow.Publisher<Long> createFlowPublisher(final long elements)
        {
            return publisher(numbers.apply(elements));
        }

        @Override
        public Flow.Publisher<Long> createFailedFlowPublisher()
        {
            return publisher(StreamCall.of(session, StreamRequest.of("tck.nobody"), FlowTck::decode));
        }

        private Flow.Publisher<Long> publisher(final StreamCall<Long> call)
        {
            return onAgent ? call.publisherOnAgent() : call.publisher(executor);
        }
    }

    private final class Subscriber extends FlowSubscriberBlackboxVerification<Long>
    {
        private final InteractionKind kind;

        Subscriber(final InteractionKind kind)
        {
            super(new TestEnvironment(TIMEOUT_MS, NO_SIGNALS_MS));
            this.kind = kind;
        }

        @Override
        public Flow.Subscriber<Long> createFlowSubscriber()
        {
            if (InteractionKind.SERVER_STREAM == kind)
            {
                session.open(StreamRequest.of("tck.source"), new Sink());
            }
            else
            {
                StreamCall.of(session, StreamRequest.of("tck.sink").kind(kind), FlowTck::decode)
                    .<Long>sending(this::handOut, FlowTck::encode).future();
            }
            try
            {
                final Flow.Subscriber<Long> subscriber = subscribers.poll(10, TimeUnit.SECONDS);
                if (null == subscriber)
                {
                    throw new AssertionError("no stream within 10 s");
                }
                return subscriber;
            }
            catch (final InterruptedException ex)
            {
                throw new AssertionError(ex);
            }
        }

        @Override
        public Long createElement(final int element)
        {
            return (long)element;
        }

        @SuppressWarnings("unchecked")
        private void handOut(final Flow.Subscriber<? super Long> subscriber)
        {
            subscribers.add((Flow.Subscriber<Long>)subscriber);
        }
    }
}
