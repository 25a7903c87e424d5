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
import io.weir.codecs.CancelReason;
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
 * duplex closes when its acceptor has sent all and takes no more, S-8). {@code onError} closes it with code and text of
 * a {@link StreamException}; any other exception goes to the error log and closes it with PROVIDER_CRASHED, without a
 * word of it (S-6). On the opener's side either cancels with CONSUMER_FAILED. The end of the stream cancels the
 * subscription. The publisher's {@code request} and {@code cancel} are called on the agent, and must return soon.
 *
 * @param <T> of the items.
 */
public final class StreamSubscriber<T> implements Flow.Subscriber<T>, StreamHandler
{
    private static final int MOST_OUTSTANDING = 256;

    private final Encoder<? super T> encoder;
    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer();
    /** Written before the stream is. */
    private StreamEmitter writer;
    private int most;
    private boolean sendsOne;
    private OneToOneConcurrentArrayQueue<T> waiting;
    /** Null until the stream is open: nothing is asked of the publisher before. */
    private volatile StreamEnd stream;
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
    private Runnable onEnded;

    /** Subscribes for a stream that will be opened, or not. */
    StreamSubscriber(final Encoder<? super T> encoder)
    {
        this.encoder = encoder;
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
        final StreamSubscriber<T> subscriber = new StreamSubscriber<>(Objects.requireNonNull(encoder, "encoder"));
        subscriber.opened((StreamEnd)stream);
        return subscriber;
    }

    /** The stream exists. On the agent. */
    void opened(final StreamEnd end)
    {
        writer = (StreamEmitter)end.writer();
        sendsOne = !end.isOpener() &&
            (InteractionKind.REQUEST_RESPONSE == end.kind() || InteractionKind.CLIENT_STREAM == end.kind());
        most = sendsOne ? 1 : Math.min(Math.max(2, end.window()), MOST_OUTSTANDING);
        waiting = new OneToOneConcurrentArrayQueue<>(Math.max(2, most));
        stream = end;
        pump();
    }

    /** Has something done on the agent once END is sent; before the publisher is subscribed to. */
    void onEnded(final Runnable action)
    {
        onEnded = action;
    }

    /** {@return the stream that is sent on, null as long as it is not open; any thread} */
    public Stream stream()
    {
        return stream;
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
        if (null == stream)
        {
            // It gives up once the stream is there.
            onError(new IllegalStateException("the publisher sent an item that was not requested"));
        }
        else if (stream.isAgentThread() && null == head && waiting.isEmpty())
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

    /** The peer sends no more: what waited for that to close the stream closes it. On the agent. */
    void incomingEnded()
    {
        pump();
    }

    private void kick()
    {
        final StreamEnd end = stream;
        if (null == end)
        {
            // The agent looks as it opens the stream.
            return;
        }
        if (end.isAgentThread())
        {
            pump();
        }
        else
        {
            end.wakeUp();
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
            if (hasEnded && null != onEnded)
            {
                onEnded.run();
            }
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
            stream.cancel(CancelReason.CONSUMER_FAILED);
            return 0;
        }
        if (failure instanceof StreamException chosen)
        {
            return writer.close(chosen.answer(), chosen.text());
        }
        // What any other exception says is for the log alone (S-6).
        final long result = writer.close(StreamErrorCode.PROVIDER_CRASHED, "");
        if (isDone(result))
        {
            stream.report(failure);
        }
        return result;
    }

    /** {@return whether the end of what is sent is the end of the stream} */
    private boolean closesNow()
    {
        return !stream.isOpener() && (InteractionKind.DUPLEX != stream.kind() || !stream.isReceiving());
    }

    private void giveUp(final Throwable cause)
    {
        failure = cause;
        over();
        stream.fail(cause);
    }

    /** Nothing more is sent; the publisher is told. */
    void over()
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
