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

import io.weir.OpenView;
import io.weir.Provider;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.codecs.CloseReason;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.policy.CapabilityEntry;
import io.weir.stream.StreamEnd;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Provides a capability through publishers, of every kind of interaction. What goes out is sent as {@link
 * StreamSubscriber} says; what comes in is granted as it is demanded (C-9). Immutable, and called by any agent.
 *
 * @param <I> of the items that come in.
 * @param <O> of the items that go out.
 */
public final class FlowProvider<I, O> implements Provider
{
    private final Responder<I, O> responder;
    private final Decoder<? extends I> decoder;
    private final Encoder<? super O> encoder;
    private final int maxMessageLength;
    private final Executor executor;
    private final Set<InteractionKind> kinds;

    private FlowProvider(
        final Responder<I, O> responder,
        final Decoder<? extends I> decoder,
        final Encoder<? super O> encoder,
        final int maxMessageLength,
        final Executor executor,
        final Set<InteractionKind> kinds)
    {
        this.kinds = kinds;
        this.responder = responder;
        this.decoder = decoder;
        this.encoder = encoder;
        this.maxMessageLength = maxMessageLength;
        this.executor = executor;
    }

    /**
     * Provides streams that only go out, and responses: SERVER_STREAM and REQUEST_RESPONSE.
     *
     * @param source  makes a publisher for each stream, on the session's agent.
     * @param encoder of its items.
     * @param <O>     of the items.
     * @return the provider.
     */
    public static <O> FlowProvider<byte[], O> emitting(
        final Function<? super OpenView, ? extends Flow.Publisher<? extends O>> source,
        final Encoder<? super O> encoder)
    {
        Objects.requireNonNull(source, "source");
        return FlowProvider.<byte[], O>answering((open, incoming) -> source.apply(open), Decoder.BYTES, encoder)
            .kinds(InteractionKind.SERVER_STREAM, InteractionKind.REQUEST_RESPONSE);
    }

    /**
     * Provides streams in which the opener may send too: of every kind, unless {@link #kinds} names some.
     *
     * @param responder called for each stream.
     * @param decoder   of what comes in.
     * @param encoder   of what goes out.
     * @param <I>       of the items that come in.
     * @param <O>       of the items that go out.
     * @return the provider, which signals what comes in on the agent.
     */
    public static <I, O> FlowProvider<I, O> answering(
        final Responder<I, O> responder,
        final Decoder<? extends I> decoder,
        final Encoder<? super O> encoder)
    {
        return new FlowProvider<>(
            Objects.requireNonNull(responder, "responder"),
            Objects.requireNonNull(decoder, "decoder"),
            Objects.requireNonNull(encoder, "encoder"),
            0,
            null,
            CapabilityEntry.ALL_KINDS);
    }

    /**
     * Names the kinds of interaction that it is made for; an Open of any other is answered INVALID_PARAMS (S-8).
     *
     * @param first kind.
     * @param more  of them.
     * @return the provider of these kinds.
     */
    public FlowProvider<I, O> kinds(final InteractionKind first, final InteractionKind... more)
    {
        return new FlowProvider<>(
            responder, decoder, encoder, maxMessageLength, executor, Set.copyOf(EnumSet.of(first, more)));
    }

    @Override
    public Set<InteractionKind> kinds()
    {
        return kinds;
    }

    /**
     * Makes items of whole incoming messages, which may be longer than a frame.
     *
     * @param maxLength of a message in bytes, at least 1.
     * @return the provider with whole messages.
     */
    public FlowProvider<I, O> messages(final int maxLength)
    {
        if (maxLength < 1)
        {
            throw new IllegalArgumentException(
                "the longest message must have at least 1 byte, not " + maxLength);
        }
        return new FlowProvider<>(responder, decoder, encoder, maxLength, executor, kinds);
    }

    /**
     * Signals what comes in on an executor. On the agent, as it is without this, whoever subscribes does so within
     * respond or in another callback of the agent.
     *
     * @param value that every signal runs on, one at a time for each stream.
     * @return the provider that signals there.
     */
    public FlowProvider<I, O> on(final Executor value)
    {
        return new FlowProvider<>(
            responder, decoder, encoder, maxMessageLength, Objects.requireNonNull(value, "executor"), kinds);
    }

    @Override
    public StreamHandler onOpen(final Stream stream, final OpenView open)
    {
        final boolean receives =
            InteractionKind.CLIENT_STREAM == stream.kind() || InteractionKind.DUPLEX == stream.kind();
        final boolean assembles = 0 != maxMessageLength;
        final ItemSubscription<I> subscription =
            null == executor ? new AgentSubscription<>(assembles) : new ExecutorSubscription<>(executor, assembles);
        if (receives)
        {
            stream.requestExplicitly();
            subscription.opened((StreamEnd)stream);
        }
        else
        {
            subscription.ended(null);
        }
        StreamSubscriber<O> outgoing = null;
        try
        {
            final Incoming<I> incoming = new Incoming<>((StreamEnd)stream, subscription);
            final Flow.Publisher<? extends O> publisher = responder.respond(open, incoming);
            if (null != publisher)
            {
                outgoing = StreamSubscriber.of(stream, encoder);
                outgoing.onEnded(incoming::sentAll);
                publisher.subscribe(outgoing);
                return new ItemHandler<>(decoder, maxMessageLength, subscription, outgoing);
            }
            // Refused; if not, the engine says that there is no handler.
            neverBegun(stream, subscription, null);
            return null;
        }
        catch (final StreamException ex)
        {
            neverBegun(stream, subscription, outgoing);
            return open.refuse(ex.answer(), ex.text());
        }
        catch (final Throwable ex)
        {
            neverBegun(stream, subscription, outgoing);
            throw ex;
        }
    }

    /** Without a handler nobody else ends what was begun for the stream. */
    private static void neverBegun(
        final Stream stream,
        final ItemSubscription<?> incoming,
        final StreamSubscriber<?> outgoing)
    {
        incoming.ended(new StreamException(
            stream.capability(), CloseReason.ERROR, StreamErrorCode.INTERNAL, "the stream was not accepted"));
        if (null != outgoing)
        {
            outgoing.over();
        }
    }

    /** What a peer sends, for one subscriber. */
    private static final class Incoming<I> implements Flow.Publisher<I>
    {
        private final StreamEnd stream;
        private final ItemSubscription<I> subscription;
        private final AtomicBoolean isTaken = new AtomicBoolean();

        Incoming(final StreamEnd stream, final ItemSubscription<I> subscription)
        {
            this.stream = stream;
            this.subscription = subscription;
        }

        /** Nothing more goes out: who has not subscribed by now takes nothing in either (S-8). */
        void sentAll()
        {
            if (isTaken.compareAndSet(false, true))
            {
                stream.stopReceiving();
            }
        }

        @Override
        public void subscribe(final Flow.Subscriber<? super I> subscriber)
        {
            Objects.requireNonNull(subscriber, "subscriber");
            if (isTaken.compareAndSet(false, true))
            {
                subscription.attach(subscriber);
            }
            else
            {
                Subscriptions.refuse(subscriber, new IllegalStateException(
                    "what comes in on a stream has one subscriber, before all that goes out is sent"));
            }
        }
    }
}
