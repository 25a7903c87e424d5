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
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.DataClaim;
import io.weir.DataHeader;
import io.weir.Engine;
import io.weir.Lane;
import io.weir.MessageAssembler;
import io.weir.Result;
import io.weir.Session;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.StreamWriter;
import io.weir.codecs.CloseReason;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The guide's pieces about streams, put together and run. */
@Timeout(60)
class GuideStreamsTest
{
    private static final int COUNT = 1_000;

    // tag::provider
    /** Sends prices on the agent's thread, as fast as credit and ring allow. */
    private static final class Ticks implements StreamHandler
    {
        private final DataClaim claim = new DataClaim();
        private final int count;
        private int sent;

        private Ticks(final int count)
        {
            this.count = count;
        }

        @Override
        public void onWritable(final Stream stream, final int budget)
        {
            final StreamWriter writer = stream.writer();
            while (sent < count && writer.tryClaim(Long.BYTES, claim) >= 0)
            {
                claim.buffer().putLong(claim.offset(), sent++);
                claim.commit();
            }
            if (sent == count)
            {
                writer.close();
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
            // A server stream carries no Data towards its provider.
        }
    }
    // end::provider

    // tag::consumer
    /** Adds up prices; the end completes the future. */
    private static final class Sum implements StreamHandler
    {
        private final CompletableFuture<Long> total = new CompletableFuture<>();
        private long sum;

        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            sum += buffer.getLong(offset);
        }

        @Override
        public void onClosed(final Stream stream, final CloseReason reason, final StreamErrorCode code)
        {
            if (CloseReason.END == reason)
            {
                total.complete(sum);
            }
            else
            {
                total.completeExceptionally(new IllegalStateException(reason + " " + code));
            }
        }
    }
    // end::consumer

    @Test
    void shouldSumTicksWhenLaunched() throws Exception
    {
        final Sum sum = new Sum();
        // tag::launch
        try (
            Engine market = Engine.launch(
                new Engine.Context().name("market").provider("market.ticks", (stream, open) -> new Ticks(COUNT)));
            Engine desk = Engine.launch(new Engine.Context().name("desk"));
            Session session = desk.connect(market))
        {
            final long result = session.open(StreamRequest.of("market.ticks").params("EURUSD"), sum);
            if (result < 0)
            {
                throw new IllegalStateException("not opened: " + Result.name(result));
            }
            final long total = sum.total.get(10, TimeUnit.SECONDS);
            // end::launch
            assertEquals(COUNT * (COUNT - 1L) / 2, total);
        }
    }

    // tag::lane
    /** A thread's loop: whatever is refused for now is offered again when there is reason to. */
    private static boolean emit(final Stream stream, final DirectBuffer message, final int count)
    {
        try (Lane lane = stream.session().acquireLane())
        {
            final StreamWriter writer = stream.writer(lane);
            for (int sent = 0; sent < count;)
            {
                final long result = writer.offer(message, 0, message.capacity());
                if (result >= 0)
                {
                    sent++;
                }
                else if (Result.NO_CREDIT != result && Result.BACK_PRESSURED != result)
                {
                    return false;
                }
                else if (!writer.awaitWritable(TimeUnit.SECONDS.toNanos(10)))
                {
                    return false;
                }
            }
            return writer.close() >= 0;
        }
    }
    // end::lane

    @Test
    void shouldEmitFromAThreadWhenItHasALane() throws Exception
    {
        final CompletableFuture<Boolean> emitted = new CompletableFuture<>();
        final Sum sum = new Sum();
        final UnsafeBuffer one = new UnsafeBuffer(new byte[Long.BYTES]);
        one.putLong(0, 1);
        final ExecutorService executor = Executors.newSingleThreadExecutor();
        try (
            Engine market = Engine.launch(new Engine.Context().name("market").provider("market.ones", (stream, open) ->
            {
                executor.execute(() -> emitted.complete(emit(stream, one, COUNT)));
                return new Ignore();
            }));
            Engine desk = Engine.launch(new Engine.Context().name("desk"));
            Session session = desk.connect(market))
        {
            session.open(StreamRequest.of("market.ones"), sum);
            assertEquals(COUNT, sum.total.get(10, TimeUnit.SECONDS));
            assertTrue(emitted.get(10, TimeUnit.SECONDS));
        }
        finally
        {
            executor.shutdown();
            assertTrue(executor.awaitTermination(10, TimeUnit.SECONDS));
        }
    }

    // tag::reply
    /** Answers one request: a message, then Close. */
    private static final class Reply implements StreamHandler
    {
        private final UnsafeBuffer reply;
        private boolean isSent;

        private Reply(final String text)
        {
            reply = new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void onWritable(final Stream stream, final int budget)
        {
            final StreamWriter writer = stream.writer();
            isSent |= writer.offerMessage(reply, 0, reply.capacity()) >= 0;
            if (isSent)
            {
                writer.close();
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
            // The request came as Open's params.
        }
    }
    // end::reply

    @Test
    void shouldAnswerOnceWhenRequested() throws Exception
    {
        final CompletableFuture<String> answer = new CompletableFuture<>();
        final int times = 10_000;
        try (
            Engine market = Engine.launch(
                new Engine.Context().name("market")
                    // tag::reply-provider
                    .provider("market.quote", (stream, open) -> 0 == open.paramsLength() ?
                        open.refuse(StreamErrorCode.INVALID_PARAMS, "which instrument?") :
                        new Reply(open.paramsUtf8().repeat(times))));
            // end::reply-provider
            Engine desk = Engine.launch(new Engine.Context().name("desk"));
            Session session = desk.connect(market))
        {
            final StreamHandler consumer = new StreamHandler()
            {
                @Override
                public void onData(
                    final Stream stream,
                    final DirectBuffer buffer,
                    final int offset,
                    final int length,
                    final DataHeader header)
                {
                    answer.complete(buffer.getStringWithoutLengthUtf8(offset, length));
                }
            };
            // tag::assemble
            final StreamRequest request = StreamRequest.of("market.quote")
                .kind(InteractionKind.REQUEST_RESPONSE)
                .params("EURUSD")
                .deadline(5, TimeUnit.SECONDS);
            session.open(request, new MessageAssembler(consumer, 1 << 20));
            // end::assemble
            assertEquals("EURUSD".repeat(times), answer.get(10, TimeUnit.SECONDS));
        }
    }

    // tag::explicit
    /** Hands prices to another thread; their credit goes back when that thread has dealt with them. */
    private static final class Worker implements StreamHandler
    {
        private final ExecutorService executor = Executors.newSingleThreadExecutor();
        private final CompletableFuture<Integer> done = new CompletableFuture<>();
        private final List<Long> prices = new ArrayList<>();

        @Override
        public void onOpened(final Stream stream)
        {
            stream.consumeExplicitly();
        }

        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            final long price = buffer.getLong(offset);
            executor.execute(() ->
            {
                prices.add(price);
                stream.consumed(1);
            });
        }

        @Override
        public void onClosed(final Stream stream, final CloseReason reason, final StreamErrorCode code)
        {
            executor.execute(() -> done.complete(prices.size()));
            executor.shutdown();
        }
    }
    // end::explicit

    @Test
    void shouldGiveCreditBackWhenAnotherThreadConsumes() throws Exception
    {
        final Worker worker = new Worker();
        try (
            Engine market = Engine.launch(
                new Engine.Context().name("market").provider("market.ticks", (stream, open) -> new Ticks(COUNT)));
            Engine desk = Engine.launch(new Engine.Context().name("desk"));
            Session session = desk.connect(market))
        {
            session.open(StreamRequest.of("market.ticks").window(16), worker);
            assertEquals(COUNT, worker.done.get(10, TimeUnit.SECONDS));
        }
    }

    // tag::demand
    /** Takes three prices and asks for the next three when they are there. */
    private static final class ByThrees implements StreamHandler
    {
        private final CompletableFuture<Integer> received = new CompletableFuture<>();
        private int count;

        @Override
        public void onOpened(final Stream stream)
        {
            stream.request(3);
        }

        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            if (++count % 3 == 0)
            {
                stream.request(3);
            }
        }

        @Override
        public void onClosed(final Stream stream, final CloseReason reason, final StreamErrorCode code)
        {
            received.complete(count);
        }
    }
    // end::demand

    @Test
    void shouldSendWhatIsDemandedWhenHeld() throws Exception
    {
        final ByThrees consumer = new ByThrees();
        try (
            Engine market = Engine.launch(
                new Engine.Context().name("market").provider("market.ticks", (stream, open) -> new Ticks(COUNT)));
            Engine desk = Engine.launch(new Engine.Context().name("desk"));
            Session session = desk.connect(market))
        {
            // tag::held
            session.open(StreamRequest.of("market.ticks").held(true), consumer);
            // end::held
            assertEquals(COUNT, consumer.received.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void shouldCancelWhenEnoughHasCome() throws Exception
    {
        final CompletableFuture<CloseReason> reason = new CompletableFuture<>();
        try (
            Engine market = Engine.launch(
                new Engine.Context().name("market")
                    .provider("market.ticks", (stream, open) -> new Ticks(Integer.MAX_VALUE)));
            Engine desk = Engine.launch(new Engine.Context().name("desk"));
            Session session = desk.connect(market))
        {
            session.open(StreamRequest.of("market.ticks"), new StreamHandler()
            {
                // tag::cancel
                @Override
                public void onData(
                    final Stream stream,
                    final DirectBuffer buffer,
                    final int offset,
                    final int length,
                    final DataHeader header)
                {
                    if (header.seq() == 99)
                    {
                        stream.cancel();
                    }
                }
                // end::cancel

                @Override
                public void onClosed(final Stream stream, final CloseReason why, final StreamErrorCode code)
                {
                    reason.complete(why);
                }
            });
            assertEquals(CloseReason.CANCEL, reason.get(10, TimeUnit.SECONDS));
        }
    }

    // tag::shared
    /** Any thread may do this, also a virtual one: it needs no lane, and takes a lock instead. */
    private static boolean emitOccasionally(final Stream stream, final DirectBuffer message)
    {
        final StreamWriter writer = stream.sharedWriter();
        long result = writer.offer(message, 0, message.capacity());
        while ((Result.NO_CREDIT == result || Result.BACK_PRESSURED == result) &&
            writer.awaitWritable(TimeUnit.SECONDS.toNanos(10)))
        {
            result = writer.offer(message, 0, message.capacity());
        }
        writer.release();
        return result >= 0;
    }
    // end::shared

    @Test
    void shouldEmitWithoutALaneWhenShared() throws Exception
    {
        final CompletableFuture<Stream> upload = new CompletableFuture<>();
        final CompletableFuture<Long> received = new CompletableFuture<>();
        final UnsafeBuffer message = new UnsafeBuffer(new byte[Long.BYTES]);
        message.putLong(0, 42);
        try (
            Engine market = Engine.launch(
                new Engine.Context().name("market").provider("market.orders", (stream, open) -> new Ignore()
                {
                    @Override
                    public void onData(
                        final Stream order,
                        final DirectBuffer buffer,
                        final int offset,
                        final int length,
                        final DataHeader header)
                    {
                        received.complete(buffer.getLong(offset));
                    }
                }));
            Engine desk = Engine.launch(new Engine.Context().name("desk"));
            Session session = desk.connect(market))
        {
            session.open(StreamRequest.of("market.orders").kind(InteractionKind.CLIENT_STREAM), new Ignore()
            {
                @Override
                public void onOpened(final Stream stream)
                {
                    upload.complete(stream);
                }
            });
            assertTrue(emitOccasionally(upload.get(10, TimeUnit.SECONDS), message));
            assertEquals(42, received.get(10, TimeUnit.SECONDS));
            session.interrupt();
        }
    }

    /** A handler for streams whose Data nobody looks at. */
    private static class Ignore implements StreamHandler
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
}
