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

import io.weir.Engine;
import io.weir.Result;
import io.weir.Session;
import io.weir.StreamRequest;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.LockSupport;

/**
 * A stream to open whose items are wanted as a publisher, an iterator or a future. Immutable: each method that changes
 * something answers another call. May be used by any thread, any number of times; each use opens a stream of its own.
 *
 * <pre>{@code
 * StreamCall<Tick> ticks = StreamCall.of(session, StreamRequest.of("market.ticks"), Tick::decode);
 * ticks.publisher(executor).subscribe(subscriber);
 * try (StreamIterator<Tick> all = ticks.iterator()) { for (Tick tick : all) { … } }
 * }</pre>
 *
 * @param <T> of the items received.
 */
public final class StreamCall<T>
{
    private static final long SUBSCRIBE_LIMIT_NS = 1_000_000_000;
    private static final long SHORTEST_PARK_NS = 10_000;
    private static final long LONGEST_PARK_NS = 1_000_000;

    private final Session session;
    private final StreamRequest request;
    private final Decoder<? extends T> decoder;
    private final int maxMessageLength;
    private final Outgoing<?> outgoing;

    private StreamCall(
        final Session session,
        final StreamRequest request,
        final Decoder<? extends T> decoder,
        final int maxMessageLength,
        final Outgoing<?> outgoing)
    {
        this.session = session;
        this.request = request;
        this.decoder = decoder;
        this.maxMessageLength = maxMessageLength;
        this.outgoing = outgoing;
    }

    /**
     * Prepares a call; nothing is opened yet.
     *
     * @param session to open streams on.
     * @param request the terms; copied. Whether it is held is not the request's to say here.
     * @param decoder of what is received.
     * @param <T>     of the items.
     * @return the call.
     */
    public static <T> StreamCall<T> of(
        final Session session,
        final StreamRequest request,
        final Decoder<? extends T> decoder)
    {
        return new StreamCall<>(
            Objects.requireNonNull(session, "session"),
            StreamRequest.copyOf(request),
            Objects.requireNonNull(decoder, "decoder"),
            0,
            null);
    }

    /**
     * Makes items of whole messages, which may be longer than a frame. Without it each item is one frame, demand is
     * exactly the credit, and a message of several frames is an error in words (C-9).
     *
     * @param maxLength of a message in bytes, at least 1; a longer one fails the stream.
     * @return the call with whole messages.
     */
    public StreamCall<T> messages(final int maxLength)
    {
        if (maxLength < 1)
        {
            throw new IllegalArgumentException(
                "the longest message must have at least 1 byte, not " + maxLength);
        }
        return new StreamCall<>(session, request, decoder, maxLength, outgoing);
    }

    /**
     * Sends the items of a publisher on each stream, once it is open: for CLIENT_STREAM and DUPLEX. It is subscribed to
     * by the thread that opens the stream, before the call that opens it returns, so that nothing is lost of what is
     * submitted afterwards; {@link StreamSubscriber} says how it is fed. Where no stream comes about its subscription
     * is cancelled.
     *
     * @param source  of the items to send; subscribed to once for each stream.
     * @param encoder of these items.
     * @param <O>     of the items to send.
     * @return the call that sends.
     */
    public <O> StreamCall<T> sending(final Flow.Publisher<? extends O> source, final Encoder<? super O> encoder)
    {
        return new StreamCall<>(session, request, decoder, maxMessageLength, new Outgoing<O>(
            Objects.requireNonNull(source, "source"), Objects.requireNonNull(encoder, "encoder")));
    }

    /**
     * A publisher that opens a stream for each subscriber (cold, unicast). Demand is credit: no more frames than were
     * requested are ever granted, nor more than the window at a time. {@code onComplete} is Close(END); all else is
     * {@code onError} with a {@link StreamException}; {@code cancel} is Cancel. A subscriber that throws has its stream
     * cancelled with CONSUMER_FAILED, and hears nothing more (S-6).
     *
     * <p>When the agent has no room for one more Open, {@code subscribe} waits for it, up to a second, and not on an
     * agent's thread; then the subscriber hears of REJECTED.
     *
     * @param executor that every signal runs on, one at a time for each subscriber.
     * @return the publisher.
     */
    public Flow.Publisher<T> publisher(final Executor executor)
    {
        Objects.requireNonNull(executor, "executor");
        return subscriber -> subscribe(subscriber, new ExecutorSubscription<>(executor, isAssembling()));
    }

    /**
     * As {@link #publisher(Executor)}, with every signal on the session's agent: the fastest, since nothing is handed
     * over or held. The subscriber must return soon, for it delays all streams of that agent (T-6). Only of a stream
     * that could not be opened at all it hears on the thread that subscribes.
     *
     * @return the publisher.
     */
    public Flow.Publisher<T> publisherOnAgent()
    {
        return subscriber -> subscribe(subscriber, new AgentSubscription<>(isAssembling()));
    }

    /**
     * Opens a stream to be iterated over. Waits while the agent has no room for one more Open.
     *
     * @return the iterator, to be closed.
     * @throws StreamException       if the stream cannot be opened or the thread is interrupted.
     * @throws IllegalStateException on an agent's thread, which must not wait.
     */
    public StreamIterator<T> iterator()
    {
        requireNoAgent("iterate over a stream");
        final StreamIterator<T> iterator = new StreamIterator<>(request.capability());
        final long result = open(held(), iterator.new Inlet(isAssembling()), Long.MAX_VALUE);
        if (result < 0)
        {
            throw StreamException.notOpened(request.capability(), result);
        }
        return iterator;
    }

    /**
     * Opens a stream and answers its first item: the response to a request. What else may come is cancelled.
     *
     * @param executor that the future is completed on.
     * @return the item; failed with a {@link StreamException}, or with a {@link java.util.NoSuchElementException} when
     * the stream ended without one. Cancelling it cancels the stream.
     */
    public CompletableFuture<T> future(final Executor executor)
    {
        final SingleItem<T> item =
            new SingleItem<>(Objects.requireNonNull(executor, "executor"), request.capability());
        final long result = open(StreamRequest.copyOf(request).held(false), item, SUBSCRIBE_LIMIT_NS);
        if (result < 0)
        {
            item.completeExceptionally(StreamException.notOpened(request.capability(), result));
        }
        return item;
    }

    /** {@return as {@link #future(Executor)}, completed on the common pool} */
    public CompletableFuture<T> future()
    {
        return future(ForkJoinPool.commonPool());
    }

    /**
     * Opens a stream and waits for its first item: the response to a request. What else may come is cancelled.
     *
     * @return the item.
     * @throws StreamException                  if the stream failed, or the thread was interrupted.
     * @throws java.util.NoSuchElementException if the stream ended without an item.
     * @throws IllegalStateException            on an agent's thread, which must not wait.
     */
    public T await()
    {
        try (StreamIterator<T> items = iterator())
        {
            return items.next();
        }
    }

    private void subscribe(final Flow.Subscriber<? super T> subscriber, final ItemSubscription<T> subscription)
    {
        Objects.requireNonNull(subscriber, "subscriber");
        subscription.attach(subscriber);
        final long result;
        try
        {
            result = open(held(), subscription, SUBSCRIBE_LIMIT_NS);
        }
        catch (final RuntimeException ex)
        {
            // A request that cannot be: a subscriber is signalled what else would be thrown (Reactive Streams 1.9).
            subscription.ended(ex);
            return;
        }
        if (result < 0)
        {
            subscription.ended(StreamException.notOpened(request.capability(), result));
        }
    }

    /** Opens, waiting for room for so long at most, and not on an agent. */
    private long open(final StreamRequest terms, final Receiver<T> receiver, final long limitNs)
    {
        final StreamSubscriber<?> sender = null == outgoing ? null : outgoing.subscribe();
        long result = Result.CLOSED;
        try
        {
            result = open(terms, new ItemHandler<>(decoder, maxMessageLength, receiver, sender), limitNs);
        }
        finally
        {
            if (result < 0 && null != sender)
            {
                sender.over();
            }
        }
        return result;
    }

    private long open(final StreamRequest terms, final ItemHandler<T> handler, final long limitNs)
    {
        final long beginNs = System.nanoTime();
        long parkNs = SHORTEST_PARK_NS;
        long result = session.open(terms, handler);
        while (Result.BACK_PRESSURED == result && System.nanoTime() - beginNs < limitNs && !Engine.isAgentThread() &&
            !Thread.currentThread().isInterrupted())
        {
            LockSupport.parkNanos(this, parkNs);
            parkNs = Math.min(LONGEST_PARK_NS, parkNs << 1);
            result = session.open(terms, handler);
        }
        return result;
    }

    private StreamRequest held()
    {
        return StreamRequest.copyOf(request).held(true);
    }

    private boolean isAssembling()
    {
        return 0 != maxMessageLength;
    }

    private static void requireNoAgent(final String what)
    {
        if (Engine.isAgentThread())
        {
            throw new IllegalStateException("an agent's own thread cannot " + what + ", since it would have to wait");
        }
    }

    /** What to send on each stream. */
    record Outgoing<O>(Flow.Publisher<? extends O> source, Encoder<? super O> encoder)
    {
        /** Subscribes for a stream that is about to be opened. */
        StreamSubscriber<O> subscribe()
        {
            final StreamSubscriber<O> subscriber = new StreamSubscriber<>(encoder);
            source.subscribe(subscriber);
            return subscriber;
        }
    }
}
