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

import io.weir.codecs.DataFrame;
import io.weir.codecs.FrameHeader;
import io.weir.codecs.GoodbyeDecoder;
import io.weir.counters.CounterType;
import io.weir.link.FrameConsumer;
import io.weir.stream.PlainRun;
import io.weir.stream.StreamMachine;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Finds the session of each frame that comes from an agent of this process, and so is trusted (W-4). Owned by the
 * agent.
 */
final class Dispatcher implements FrameConsumer
{
    /** No session's index: generations begin at 1. */
    private static final int NONE = 0;

    private final SessionAgent agent;
    private final SessionTable sessions;
    /** All bits of a record's header count. */
    private static final long WHOLE = -1L;

    private int lastIndex = NONE;
    private StreamMachine lastMachine;
    private PlainRun run;

    Dispatcher(final SessionAgent agent, final SessionTable sessions)
    {
        this.agent = agent;
        this.sessions = sessions;
    }

    @Override
    public void onFrame(final int sessionIndex, final UnsafeBuffer buffer, final int offset, final int length)
    {
        try
        {
            if (sessionIndex == lastIndex)
            {
                lastMachine.onFrame(buffer, offset);
            }
            else
            {
                onOtherSession(sessionIndex, buffer, offset);
            }
        }
        catch (final Throwable ex)
        {
            sessions.failed(sessionIndex, ex, agent.errors());
        }
    }

    @Override
    public int onRun(final long header, final UnsafeBuffer buffer, final int offset, final int end, final int step)
    {
        final int length = (int)header;
        if ((int)(header >>> Integer.SIZE) != lastIndex || length < DataFrame.PAYLOAD_OFFSET)
        {
            return offset;
        }
        run = lastMachine.plainRun();
        return run.handOn(buffer, offset, end, length, step, header, WHOLE);
    }

    @Override
    public void onRunEnd()
    {
        final int sessionIndex = lastIndex;
        try
        {
            run.finish();
        }
        catch (final Throwable ex)
        {
            sessions.failed(sessionIndex, ex, agent.errors());
        }
    }

    @Override
    public void onPortionEnd()
    {
        agent.publish();
    }

    /** Forgets the session of the last frame: one has opened, leaves or has ended. */
    void forget()
    {
        lastIndex = NONE;
        lastMachine = null;
    }

    private void onOtherSession(final int sessionIndex, final UnsafeBuffer buffer, final int offset)
    {
        SessionEnd session = sessions.find(sessionIndex);
        if (null != session && session.isConnecting())
        {
            // The peer's word that the session is open came before its first frame, through the commands.
            agent.runCommands();
            session = sessions.find(sessionIndex);
        }
        if (null == session || session.isConnecting())
        {
            agent.tally().increment(CounterType.STREAM_DROPPED_TOTAL);
        }
        else if (session.isLeaving())
        {
            onLeaving(session, buffer, offset);
        }
        else
        {
            lastIndex = sessionIndex;
            lastMachine = session.machine();
            lastMachine.onFrame(buffer, offset);
        }
    }

    /** Of a session that leaves, only the peer's Goodbye is of interest. */
    private void onLeaving(final SessionEnd session, final UnsafeBuffer buffer, final int offset)
    {
        final long word = FrameHeader.word(buffer, offset);
        if (FrameHeader.templateId(word) == GoodbyeDecoder.TEMPLATE_ID)
        {
            session.onSessionFrame(word, buffer, offset);
        }
        else
        {
            agent.tally().increment(CounterType.STREAM_DROPPED_TOTAL);
        }
    }
}
