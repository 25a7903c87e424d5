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

import java.util.ArrayDeque;

/**
 * The Opens of one session that other threads asked for and for which its link had no room yet, in order (S-9). Owned
 * by the agent; how many there are, any thread may ask.
 */
final class WaitingOpens
{
    private final ArrayDeque<OpenCommand> commands = new ArrayDeque<>();
    private volatile int size;
    /** Whether the agent's inbox has this among what it tries again. */
    private boolean isListed;

    /** {@return how many wait; any thread, exact for the agent} */
    int size()
    {
        return size;
    }

    boolean isEmpty()
    {
        return commands.isEmpty();
    }

    /** {@return whether this call was the one to list it} */
    boolean list()
    {
        final boolean isNew = !isListed;
        isListed = true;
        return isNew;
    }

    void unlist()
    {
        isListed = false;
    }

    void add(final OpenCommand command)
    {
        commands.add(command);
        size = commands.size();
    }

    /** Interrupts what waits for room still: each handler hears CANCEL of a stream that was not opened. */
    void interrupt()
    {
        for (int left = commands.size(); left > 0 && !commands.isEmpty(); left--)
        {
            final OpenCommand command = commands.poll();
            size = commands.size();
            command.interrupt();
        }
    }

    /** {@return the count of commands done with; the rest waits for room, or for the next time} */
    int run(final int limit)
    {
        int done = 0;
        while (done < limit && !commands.isEmpty())
        {
            // Taken off first: the handler that hears of it may close the session, which runs the rest.
            final OpenCommand command = commands.poll();
            size = commands.size();
            if (!command.execute())
            {
                commands.addFirst(command);
                size = commands.size();
                break;
            }
            done++;
        }
        return done;
    }
}
