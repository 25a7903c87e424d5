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

import io.weir.stream.StreamEnd;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * What other threads leave for an agent: Opens, bounded (S-9); commands of sessions' lives, as few as those; streams
 * that want attention, each listed once. The methods that take may be called by any thread, those that run by the
 * agent.
 */
final class AgentInbox
{
    private final ManyToOneConcurrentArrayQueue<OpenCommand> opens;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final AtomicReference<StreamEnd> attention = new AtomicReference<>();
    private final ErrorHandler errors;
    private OpenCommand waitingOpen;

    AgentInbox(final int maxOpens, final ErrorHandler errors)
    {
        opens = new ManyToOneConcurrentArrayQueue<>(maxOpens);
        this.errors = errors;
    }

    /** Takes a command for one of the next duty cycles. */
    void post(final Runnable command)
    {
        commands.add(command);
    }

    /** Takes an Open, if there is room. */
    boolean offer(final OpenCommand command)
    {
        return opens.offer(command);
    }

    /** Lists a stream that wants attention. */
    void attention(final StreamEnd end)
    {
        if (end.askAttention())
        {
            StreamEnd head;
            do
            {
                head = attention.get();
                end.nextAttention(head);
            }
            while (!attention.compareAndSet(head, end));
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
            catch (final RuntimeException ex)
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
        int done = 0;
        while (done < limit)
        {
            final OpenCommand command = null == waitingOpen ? opens.poll() : waitingOpen;
            if (null == command)
            {
                break;
            }
            waitingOpen = null;
            if (!command.execute())
            {
                waitingOpen = command;
                break;
            }
            done++;
        }
        return done;
    }

    /** As {@link #runOpens(int)}, all of them. */
    void runAllOpens()
    {
        runOpens(opens.capacity() + 1);
    }

    int attend()
    {
        if (null == attention.get())
        {
            return 0;
        }
        int done = 0;
        StreamEnd end = attention.getAndSet(null);
        while (null != end)
        {
            final StreamEnd next = end.nextAttention();
            end.nextAttention(null);
            end.attend();
            done++;
            end = next;
        }
        return done;
    }
}
