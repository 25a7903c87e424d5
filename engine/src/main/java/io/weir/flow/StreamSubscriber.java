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
import io.weir.Result;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.codecs.CloseReason;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.stream.StreamEmitter;
import io.weir.stream.StreamEnd;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * Sends the items of a publisher on a stream: credit becomes {@code request(n)}, so nothing is asked of the publisher
 * that could not be sent. The stream's handler, or part of it. Signals may come from any thread, one at a time; those
 * that come on the session's agent are sent at once, others wait for its next duty cycle, at most a window of them.
 *
 * <p>{@code onComplete} closes the stream behind all items, on the opener's side and in a duplex the direction alone (a
 * duplex closes when both directions have ended). {@code onError} closes it with the code of a {@link StreamException}
 * or INTERNAL, on the opener's side it cancels. The end of the stream cancels the subscription. The publisher's
 * {@code request} and {@code cancel} are called on the agent, and must return soon.
 *
 * @param <T> of the items.
 */
public final class StreamSubscriber<T> implements Flow.Subscriber<T>, StreamHandler
{
    private static final int MOST_OUTSTANDING = 256;

    private final StreamEnd stream;
    private final StreamEmitter writer;
    private final Encoder<? super T> encoder;
    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer();
    private final int most;
    private final boolean sendsOne;
    private final OneToOneConcurrentArrayQueue<T> waiting;
    private volatile Flow.Subscription upstream;
    private volatile boolean isComplete;
    private volatile Throwable failure;
    private volatile boolean isOver;
    /** The agent's words. */
    private T head;
    private long requested;
    private long sent;
    private boolean isPumping;
    private boolean hasEnded;
    private boolean incomingEnded;

    private StreamSubscriber(final StreamEnd stream, final Encoder<? super T> encoder)
    {
        this.stream = stream;
        this.encoder = encoder;
        writer = (StreamEmitter)stream.writer();
        sendsOne = !stream.isOpener() &&
            (InteractionKind.REQUEST_RESPONSE == stream.kind() || InteractionKind.CLIENT_STREAM == stream.kind());
        most = sendsOne ? 1 : Math.min(Math.max(2, stream.window()), MOST_OUTSTANDING);
        waiting = new OneToOneConcurrentArrayQueue<>(Math.max(2, most));
    }

    /**
     * Creates a subscriber for a stream; on the session's agent. A provider returns it from its onOpen as the stream's
     * handler.
     *
     * @param stream  to send on.
     * @param encoder of the items.
     * @param <T>     of the items.
     * @return the subscriber.
     * @throws IllegalStateException if the kind forbids this direction (S-8).
     */
    public static <T> StreamSubscriber<T> of(final Stream stream, final Encoder<? super T> encoder)
    {
        return new StreamSubscriber<>((StreamEnd)stream, Objects.requireNonNull(encoder, "encoder"));
    }

    @Override
    public void onSubscribe(final Flow.Subscription subscription)
    {
        Objects.requireNonNull(subscription, "subscription");
        if (null != upstream)
        {
            subscription.cancel();
            return;
        }
        upstream = subscription;
        if (isOver)
        {
            subscription.cancel();
        }
        else
        {
            kick();
        }
    }

    @Override
    public void onNext(final T item)
    {
        Objects.requireNonNull(item, "item");
        if (isOver)
        {
            return;
        }
        if (stream.isAgentThread() && null == head && waiting.isEmpty())
        {
            if (!send(item))
            {
                head = item;
            }
            if (!isPumping)
            {
                pump();
            }
        }
        else if (waiting.offer(item))
        {
            kick();
        }
        else
        {
            giveUp(new IllegalStateException("the publisher of " + stream.capability() + " sent more than " + most +
                " items that were not requested"));
        }
    }

    @Override
    public void onError(final Throwable throwable)
    {
        failure = Objects.requireNonNull(throwable, "throwable");
        isComplete = true;
        kick();
    }

    @Override
    public void onComplete()
    {
        isComplete = true;
        kick();
    }

    @Override
    public void onWritable(final Stream writable, final int budget)
    {
        pump();
    }

    @Override
    public void onWoken(final Stream woken)
    {
        pump();
    }

    /**
     * Never called for the kinds of interaction that this alone is a handler for (S-8).
     *
     * @throws IllegalStateException for any other.
     */
    @Override
    public void onData(
        final Stream from,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final DataHeader header)
    {
        throw new IllegalStateException(from.kind() + " brings Data: its handler is to take it");
    }

    @Override
    public void onClosed(final Stream closed, final CloseReason reason, final StreamErrorCode code)
    {
        over();
    }

    /** {@return what the publisher failed with, or null} */
    Throwable failure()
    {
        return failure;
    }

    /** The peer sends no more. On the agent. */
    void incomingEnded()
    {
        incomingEnded = true;
        pump();
    }

    private void kick()
    {
        if (stream.isAgentThread())
        {
            pump();
        }
        else
        {
            stream.wakeUp();
        }
    }

    /** Sends what waits, asks for what there is credit for, ends what is complete. On the agent, not within itself. */
    private void pump()
    {
        if (isPumping || isOver)
        {
            return;
        }
        isPumping = true;
        try
        {
            boolean again = true;
            while (again && !isOver && sendWaiting())
            {
                // Read first: what came before it is in the queue by then.
                if (!isComplete)
                {
                    again = request();
                }
                else if (waiting.isEmpty())
                {
                    finish();
                    again = false;
                }
            }
        }
        finally
        {
            isPumping = false;
        }
    }

    /** {@return whether nothing waits any more} */
    private boolean sendWaiting()
    {
        if (null == head)
        {
            head = waiting.poll();
        }
        else if (writer.isHeldUp())
        {
            // Another item came: no reason to encode and offer in vain the one before it.
            return false;
        }
        while (null != head && send(head))
        {
            head = isOver ? null : waiting.poll();
        }
        return null == head;
    }

    /** {@return whether the item is done with; else it is to be sent once the stream is writable again} */
    private boolean send(final T item)
    {
        final long result;
        try
        {
            result = writer.offerMessage(scratch, 0, encoder.encode(item, scratch, 0));
        }
        catch (final RuntimeException ex)
        {
            giveUp(ex);
            return true;
        }
        if (!isDone(result))
        {
            return false;
        }
        if (Result.MAX_PAYLOAD_EXCEEDED == result)
        {
            giveUp(new IllegalArgumentException("an item is larger than a message of " + stream.capability() +
                " can be: open with a larger window, or send smaller items"));
        }
        else if (result < 0)
        {
            over();
        }
        else
        {
            sent++;
            if (sendsOne)
            {
                isComplete = true;
                upstream.cancel();
            }
        }
        return true;
    }

    /** {@return whether there is reason to go on} */
    private boolean request()
    {
        final Flow.Subscription subscription = upstream;
        if (null == subscription)
        {
            return false;
        }
        final long outstanding = requested - sent;
        final long free = Math.min(writer.credit(), most) - outstanding;
        if (sendsOne && requested > 0 || free <= 0 || outstanding > 0 && free < most >> 1)
        {
            if (0 == outstanding)
            {
                writer.waitForCredit();
            }
            return false;
        }
        requested += free;
        subscription.request(free);
        return true;
    }

    /** Ends the stream, or this direction; what is refused now is tried again once the stream is writable. */
    private void finish()
    {
        if (null != failure)
        {
            if (isDone(fail()))
            {
                over();
            }
        }
        else if (closesNow())
        {
            if (isDone(writer.close()))
            {
                over();
            }
        }
        else if (!hasEnded)
        {
            hasEnded = isDone(writer.end());
        }
    }

    private static boolean isDone(final long result)
    {
        return Result.BACK_PRESSURED != result && Result.NO_CREDIT != result;
    }

    private long fail()
    {
        if (stream.isOpener())
        {
            stream.cancel();
            return 0;
        }
        final StreamErrorCode code = failure instanceof StreamException ?
            ((StreamException)failure).code() : StreamErrorCode.NULL_VAL;
        final boolean isNamed = StreamErrorCode.NULL_VAL != code && StreamErrorCode.DEFERRED != code;
        final String text = failure instanceof StreamException ?
            ((StreamException)failure).text() : String.valueOf(failure.getMessage());
        return writer.close(isNamed ? code : StreamErrorCode.INTERNAL, text);
    }

    /** {@return whether the end of what is sent is the end of the stream} */
    private boolean closesNow()
    {
        return !stream.isOpener() && (InteractionKind.DUPLEX != stream.kind() || incomingEnded);
    }

    private void giveUp(final Throwable cause)
    {
        failure = cause;
        over();
        stream.fail(cause);
    }

    /** Nothing more is sent; the publisher is told. */
    private void over()
    {
        if (!isOver)
        {
            isOver = true;
            final Flow.Subscription subscription = upstream;
            if (null != subscription && !isComplete)
            {
                subscription.cancel();
            }
        }
    }
}
