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

import static io.weir.fixture.EnginePair.TICKS;

import io.weir.StreamRequest;
import io.weir.fixture.EnginePair;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.stream.StreamProbe;
import java.util.ArrayDeque;
import java.util.concurrent.Flow;

/** Publishers of every kind over a pair of engines, whose executors' tasks run when the test says so. */
class FlowFixture
{
    /** Where signals run, and what an item is. */
    enum Face
    {
        AGENT,
        AGENT_MESSAGES,
        EXECUTOR,
        EXECUTOR_MESSAGES;

        boolean isOnAgent()
        {
            return AGENT == this || AGENT_MESSAGES == this;
        }

        boolean isOfMessages()
        {
            return AGENT_MESSAGES == this || EXECUTOR_MESSAGES == this;
        }
    }

    /** Run by {@link #settle}, on the test's thread. */
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    final Flow.Publisher<String> publisher(final EnginePair pair, final Face face, final int window)
    {
        final StreamCall<String> call = call(pair, face, window);
        return face.isOnAgent() ? call.publisherOnAgent() : call.publisher(tasks::add);
    }

    static StreamCall<String> call(final EnginePair pair, final Face face, final int window)
    {
        final StreamCall<String> call =
            StreamCall.of(pair.deskSession(), StreamRequest.of(TICKS).window(window), Decoder.UTF_8);
        return face.isOfMessages() ? call.messages(1 << 20) : call;
    }

    final SignalProbe<String> subscribe(
        final EnginePair pair,
        final Face face,
        final int window,
        final SignalProbe<String> probe)
    {
        publisher(pair, face, window).subscribe(probe);
        return probe;
    }

    /** Runs engines and tasks until there is nothing to do. */
    final void settle(final EnginePair pair)
    {
        do
        {
            pair.invoke();
            while (!tasks.isEmpty())
            {
                tasks.poll().run();
            }
            pair.invoke();
        }
        while (!tasks.isEmpty());
    }

    /** A market whose streams count up to a number, as fast as credit goes. */
    static EnginePair pair(final int count)
    {
        return EnginePair.builder().onAccepted(handler -> handler.onWritable((stream, budget) ->
        {
            long next = StreamProbe.sendSeq(stream);
            while (next < count && Payload.offer(stream.writer(), Long.toString(next)) >= 0)
            {
                next++;
            }
            if (next == count)
            {
                stream.writer().close();
            }
        })).launch();
    }

    static long sent(final EnginePair pair)
    {
        return sent(pair.acceptor());
    }

    static long sent(final RecordingHandler acceptor)
    {
        return StreamProbe.sendSeq(acceptor.stream());
    }
}
