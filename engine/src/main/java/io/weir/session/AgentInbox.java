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

package io.weir.session;

import io.weir.Result;
import io.weir.stream.StreamEnd;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * What other threads leave for an agent: Opens, bounded, of which those that find no room wait, each session's for
 * itself (S-9); commands of sessions' lives, as few as those; streams
 * that want attention, each listed once. The methods that take may be called by any thread, those that run by the
 * agent.
 */
final class AgentInbox
{
    private final ManyToOneConcurrentArrayQueue<OpenCommand> opens;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final AtomicReference<StreamEnd> attention = new AtomicReference<>();
    private final ErrorHandler errors;
    private final AtomicLong refused = new AtomicLong();
    /** Of sessions whose link was full; none of them waits for another (C-7). */
    private final ArrayDeque<WaitingOpens> waiting = new ArrayDeque<>();
    private final Runnable waker;
    private volatile boolean isResting;
    private volatile boolean closed;

    /**
     * Creates an inbox.
     *
     * @param maxOpens that wait.
     * @param errors   of commands.
     * @param waker    wakes the agent while it rests; called by any thread.
     */
    AgentInbox(final int maxOpens, final ErrorHandler errors, final Runnable waker)
    {
        this.waker = waker;
        opens = new ManyToOneConcurrentArrayQueue<>(maxOpens);
        this.errors = errors;
    }

    /** Takes a command for one of the next duty cycles. */
    void post(final Runnable command)
    {
        commands.add(command);
        wake();
    }

    /**
     * Says that the agent is about to rest, until {@link #endRest}. A command is either seen here or wakes the agent.
     *
     * @return whether it may.
     */
    boolean beginRest()
    {
        isResting = true;
        // Between the store and these loads; the other side stores a command, and then loads whether the agent rests.
        VarHandle.fullFence();
        return commands.isEmpty() && opens.isEmpty() && null == attention.get();
    }

    void endRest()
    {
        isResting = false;
    }

    /** What is there to be seen was stored before. */
    private void wake()
    {
        if (isResting)
        {
            waker.run();
        }
    }

    /**
     * Takes an Open, if there is room; none of a session that has as many waiting as all sessions can ask for.
     *
     * @return 0, BACK_PRESSURED, or CLOSED when the agent will not look any more.
     */
    long offer(final OpenCommand command)
    {
        if (closed)
        {
            return Result.CLOSED;
        }
        if (command.waiting().size() >= opens.capacity() || !opens.offer(command))
        {
            refused.incrementAndGet();
            return Result.BACK_PRESSURED;
        }
        // The agent may have looked for the last time before the command was there to be seen.
        VarHandle.fullFence();
        wake();
        return closed && command.take() ? Result.CLOSED : 0;
    }

    /** {@return the count of Opens refused since the last time} */
    long takeRefused()
    {
        return 0 == refused.get() ? 0 : refused.getAndSet(0);
    }

    /** Takes no more Opens, and runs those that there are. */
    void close()
    {
        closed = true;
        runAllOpens();
    }

    /** Lists a stream that wants attention. */
    void attention(final StreamEnd end)
    {
        if (end.askAttention())
        {
            list(end);
        }
    }

    int runCommands()
    {
        if (commands.isEmpty())
        {
            return 0;
        }
        int done = 0;
        Runnable command = commands.poll();
        while (null != command)
        {
            try
            {
                command.run();
            }
            catch (final Throwable ex)
            {
                errors.onError(ex);
            }
            done++;
            command = commands.poll();
        }
        return done;
    }

    /** Opens what was asked for, as far as the links have room for it. */
    int runOpens(final int limit)
    {
        int done = runWaiting(limit);
        while (done < limit)
        {
            final OpenCommand command = opens.poll();
            if (null == command)
            {
                break;
            }
            run(command);
            done++;
        }
        return done;
    }

    /** As {@link #runOpens(int)}, all that were asked for before now. */
    void runAllOpens()
    {
        runWaiting(Integer.MAX_VALUE);
        int left = opens.size();
        while (left > 0 && !opens.isEmpty())
        {
            final OpenCommand command = opens.poll();
            if (null == command)
            {
                // Its place is taken, and it is about to be put there.
                Thread.onSpinWait();
            }
            else
            {
                left--;
                run(command);
            }
        }
    }

    private int runWaiting(final int limit)
    {
        int done = 0;
        for (int i = waiting.size(); i > 0 && done < limit && !waiting.isEmpty(); i--)
        {
            final WaitingOpens ofSession = waiting.poll();
            done += ofSession.run(limit - done);
            if (ofSession.isEmpty())
            {
                ofSession.unlist();
            }
            else
            {
                waiting.add(ofSession);
            }
        }
        return done;
    }

    /** Opens, unless there is no room or others of the session were there first: then it waits behind them. */
    private void run(final OpenCommand command)
    {
        if (!command.take())
        {
            return;
        }
        final WaitingOpens ofSession = command.waiting();
        if (!ofSession.isEmpty() || !command.execute())
        {
            ofSession.add(command);
            if (ofSession.list())
            {
                waiting.add(ofSession);
            }
        }
    }

    int attend()
    {
        if (null == attention.get())
        {
            return 0;
        }
        int done = 0;
        StreamEnd next = attention.getAndSet(null);
        try
        {
            while (null != next)
            {
                final StreamEnd end = next;
                next = end.nextAttention();
                end.nextAttention(null);
                end.attend();
                done++;
            }
        }
        finally
        {
            // Whatever was thrown, the others are attended to in the next duty cycle: they do not ask again.
            while (null != next)
            {
                final StreamEnd end = next;
                next = end.nextAttention();
                list(end);
            }
        }
        return done;
    }

    private void list(final StreamEnd end)
    {
        StreamEnd head;
        do
        {
            head = attention.get();
            end.nextAttention(head);
        }
        while (!attention.compareAndSet(head, end));
        wake();
    }
}
