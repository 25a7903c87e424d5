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

import io.weir.codecs.CreditFrame;
import io.weir.codecs.DataDecoder;
import io.weir.codecs.DataFrame;
import io.weir.codecs.FrameHeader;
import io.weir.codecs.FrameOutcome;
import io.weir.codecs.FrameValidator;
import io.weir.codecs.GoodbyeDecoder;
import io.weir.codecs.RefuseDecoder;
import io.weir.counters.CounterType;
import io.weir.link.FrameConsumer;
import io.weir.stream.StreamMachine;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Finds the session of each frame that an agent polls. What is not trusted is validated first (W-4). Owned by the
 * agent.
 */
final class Dispatcher implements FrameConsumer
{
    /** No session's index: generations begin at 1. */
    private static final int NONE = 0;

    private final SessionAgent agent;
    private final SessionTable sessions;
    private final FrameValidator validator = new FrameValidator();
    private final FrameConsumer untrusted = this::onUntrustedFrame;
    private int lastIndex = NONE;
    private StreamMachine lastMachine;
    private int lastRemoteIndex = NONE;
    private StreamMachine lastRemoteMachine;
    private Durability lastRemoteDurability;

    Dispatcher(final SessionAgent agent, final SessionTable sessions)
    {
        this.agent = agent;
        this.sessions = sessions;
    }

    FrameConsumer untrusted()
    {
        return untrusted;
    }

    @Override
    public void onFrame(final int sessionIndex, final UnsafeBuffer buffer, final int offset, final int length)
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
        lastRemoteIndex = NONE;
        lastRemoteMachine = null;
        lastRemoteDurability = null;
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

    private void onUntrustedFrame(
        final int sessionIndex,
        final UnsafeBuffer buffer,
        final int offset,
        final int length)
    {
        if (length < CreditFrame.LENGTH || sessionIndex != lastRemoteIndex)
        {
            onOutcome(validator.validate(buffer, offset, length), sessionIndex, buffer, offset, length);
            return;
        }
        // Most frames are Data or Credit of this version, from the session of the one before: whether one is, and is
        // exactly as long as it says, can be told from two words, each read once (W-4).
        final long word = FrameHeader.word(buffer, offset);
        if (DataFrame.isData(word) && length >= DataFrame.PAYLOAD_OFFSET)
        {
            onPlainData(buffer, offset, length, DataFrame.tail(buffer, offset));
        }
        else if (CreditFrame.isCredit(word) && CreditFrame.LENGTH == length)
        {
            lastRemoteMachine.onCredit(CreditFrame.streamId(buffer, offset), CreditFrame.limit(buffer, offset));
        }
        else
        {
            onOutcome(validator.validate(buffer, offset, length, word), sessionIndex, buffer, offset, length);
        }
    }

    private void onPlainData(final UnsafeBuffer buffer, final int offset, final int length, final long tail)
    {
        final int stated = DataFrame.payloadLength(tail);
        final int actual = length - DataFrame.PAYLOAD_OFFSET;
        if (stated == actual)
        {
            if (null != lastRemoteDurability)
            {
                lastRemoteDurability.onFrame(DataDecoder.TEMPLATE_ID, length);
            }
            lastRemoteMachine.onData(buffer, offset, tail);
        }
        else
        {
            onOutcome(
                stated < 0 || stated > actual ? FrameOutcome.VAR_LENGTH_BEYOND_FRAME : FrameOutcome.TRAILING_BYTES,
                lastRemoteIndex, buffer, offset, length);
        }
    }

    private void onOutcome(
        final FrameOutcome outcome,
        final int sessionIndex,
        final UnsafeBuffer buffer,
        final int offset,
        final int length)
    {
        if (FrameOutcome.OK == outcome)
        {
            onValidatedFrame(sessionIndex, buffer, offset, length);
        }
        else if (FrameOutcome.UNKNOWN_TEMPLATE == outcome)
        {
            agent.tally().increment(CounterType.UNKNOWN_TEMPLATES_TOTAL);
        }
        else
        {
            agent.tally().increment(CounterType.INVALID_FRAMES_TOTAL);
            final SessionEnd session = sessions.find(sessionIndex);
            if (null != session && !session.isConnecting())
            {
                session.violated("an invalid frame: " + outcome);
            }
        }
    }

    /** From here on only what the validator read is believed: the peer may still write to the frame. */
    private void onValidatedFrame(
        final int sessionIndex,
        final UnsafeBuffer buffer,
        final int offset,
        final int length)
    {
        final SessionEnd session = sessions.find(sessionIndex);
        if (null == session || session.isConnecting())
        {
            agent.tally().increment(CounterType.STREAM_DROPPED_TOTAL);
            return;
        }
        if (null != session.durability())
        {
            // Whatever becomes of it: the peer need not send it again.
            session.durability().onFrame(validator.templateId(), length);
        }
        final int templateId = validator.templateId();
        if (GoodbyeDecoder.TEMPLATE_ID == templateId || RefuseDecoder.TEMPLATE_ID == templateId)
        {
            // Refuse comes from a connector that cannot take the Welcome; it has the same fields.
            session.onGoodbye(SessionFrames.goodbyeCode(buffer, validator),
                SessionFrames.goodbyeText(buffer, validator));
        }
        else if (session.isLeaving())
        {
            agent.tally().increment(CounterType.STREAM_DROPPED_TOTAL);
        }
        else
        {
            lastRemoteIndex = sessionIndex;
            lastRemoteMachine = session.machine();
            lastRemoteDurability = session.durability();
            lastRemoteMachine.onValidatedFrame(buffer, validator);
        }
    }
}
