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

import io.weir.codecs.CancelReason;
import io.weir.stream.StreamEnd;
import java.util.ArrayDeque;
import java.util.concurrent.Flow;

/**
 * Signals a subscriber on the session's agent, each item as it comes: a frame is consumed as onNext returns, and
 * nothing is held. Whole messages that came beyond demand wait here (C-9). Any thread may request and cancel.
 */
final class AgentSubscription<T> implements ItemSubscription<T>
{
    private final boolean assembles;
    private final ArrayDeque<T> surplus;
    private volatile Flow.Subscriber<? super T> subscriber;
    private volatile StreamEnd stream;
    private volatile Throwable misuse;
    private volatile boolean cancelled;
    private Ending ending;
    private boolean isSubscribed;
    private boolean isSignalling;
    private long signalled;

    AgentSubscription(final boolean assembles)
    {
        this.assembles = assembles;
        surplus = assembles ? new ArrayDeque<>() : null;
    }

    @Override
    public void attach(final Flow.Subscriber<? super T> newSubscriber)
    {
        if (null != stream && !stream.isAgentThread())
        {
            Subscriptions.refuse(newSubscriber, new IllegalStateException(
                "what is signalled on the agent is subscribed to on the agent, within respond; else name an executor"));
            return;
        }
        subscriber = newSubscriber;
        signal();
    }

    @Override
    public void opened(final StreamEnd end)
    {
        if (assembles)
        {
            end.holdFrames(true);
        }
        stream = end;
        signal();
    }

    @Override
    public void item(final T item)
    {
        if (!assembles)
        {
            frame(item);
        }
        else if (cancelled)
        {
            stream.frameCopied();
        }
        else
        {
            surplus.add(item);
            signal();
        }
    }

    @Override
    public void ended(final Throwable failure)
    {
        if (null == ending)
        {
            ending = new Ending(failure);
            signal();
        }
    }

    @Override
    public void woken()
    {
        signal();
    }

    @Override
    public void request(final long n)
    {
        if (cancelled)
        {
            return;
        }
        if (n > 0)
        {
            stream.request(n);
        }
        else
        {
            misuse = Subscriptions.notPositive(n);
        }
        if (assembles || n <= 0)
        {
            serve();
        }
    }

    @Override
    public void cancel(final CancelReason reason)
    {
        Subscriptions.require(reason);
        if (!cancelled)
        {
            cancelled = true;
            Subscriptions.cancel(stream, reason);
            serve();
        }
    }

    /** Does what is to be done on the agent: now, or soon. */
    private void serve()
    {
        if (stream.isAgentThread())
        {
            signal();
        }
        else
        {
            stream.wakeUp();
        }
    }

    /** Signals what there is; once at a time, since the subscriber may ask for more from within. */
    private void signal()
    {
        if (isSignalling || null == subscriber)
        {
            return;
        }
        isSignalling = true;
        try
        {
            while (signalOne())
            {
                signalled++;
            }
        }
        finally
        {
            isSignalling = false;
        }
    }

    /** {@return whether an item was signalled} */
    private boolean signalOne()
    {
        final Flow.Subscriber<? super T> current = subscriber;
        if (null != current && !isSubscribed && (null != stream || null != ending))
        {
            isSubscribed = true;
            try
            {
                current.onSubscribe(null == stream ? Subscriptions.NONE : this);
            }
            catch (final Throwable ex)
            {
                over();
                throw ex;
            }
        }
        if (cancelled)
        {
            over();
        }
        else if (null != current && null != misuse)
        {
            over();
            Subscriptions.cancel(stream, CancelReason.CONSUMER_FAILED);
            current.onError(misuse);
        }
        else if (!surplusIsEmpty() && null != current && signalled < stream.demanded())
        {
            next(surplus.poll());
            stream.consumed(1);
            return true;
        }
        else if (null != ending && null != current && isSubscribed && surplusIsEmpty())
        {
            over();
            ending.signal(current);
        }
        return false;
    }

    private void frame(final T item)
    {
        if (!cancelled)
        {
            isSignalling = true;
            try
            {
                next(item);
            }
            finally
            {
                isSignalling = false;
            }
            if (cancelled || null != misuse)
            {
                signal();
            }
        }
    }

    private void next(final T item)
    {
        try
        {
            subscriber.onNext(item);
        }
        catch (final Throwable ex)
        {
            over();
            throw ex;
        }
    }

    private boolean surplusIsEmpty()
    {
        return null == surplus || surplus.isEmpty();
    }

    private void over()
    {
        cancelled = true;
        subscriber = null;
        if (!surplusIsEmpty())
        {
            surplus.clear();
        }
        if (assembles && null != stream)
        {
            stream.dropFrames();
        }
    }
}
