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
import io.weir.codecs.FrameSchema;
import io.weir.codecs.FrameValidator;
import io.weir.codecs.GoodbyeDecoder;
import io.weir.codecs.ReceiptDecoder;
import io.weir.codecs.RefuseDecoder;
import io.weir.codecs.RollDecoder;
import io.weir.counters.CounterType;
import io.weir.link.FrameConsumer;
import io.weir.link.FrameRecords;
import io.weir.stream.PlainRun;
import io.weir.stream.StreamMachine;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Finds the session of each frame that comes from a peer outside the process, and validates it first (W-4). Owned by
 * the agent.
 */
final class RemoteDispatcher implements FrameConsumer
{
    /** No session's index: generations begin at 1. */
    private static final int NONE = 0;

    private final SessionAgent agent;
    private final SessionTable sessions;
    private final FrameValidator validator = new FrameValidator();
    private int lastIndex = NONE;
    private StreamMachine lastMachine;
    private Durability lastDurability;
    /** Length of the last frame of several in a message, as most are again; no less than that of empty Data. */
    private int dataLength = DataFrame.PAYLOAD_OFFSET;

    RemoteDispatcher(final SessionAgent agent, final SessionTable sessions)
    {
        this.agent = agent;
        this.sessions = sessions;
    }

    /** Forgets the session of the last frame: one has opened, leaves or has ended. */
    void forget()
    {
        lastIndex = NONE;
        lastMachine = null;
        lastDurability = null;
    }

    @Override
    public void onPortionEnd()
    {
        agent.publish();
    }

    /**
     * Most frames are Data or Credit of this version, from the session of the one before: whether one is, and is
     * exactly as long as it says, can be told from two words, each read once (W-4).
     */
    @Override
    public void onFrame(final int sessionIndex, final UnsafeBuffer buffer, final int offset, final int length)
    {
        try
        {
            onAnyFrame(sessionIndex, buffer, offset, length);
        }
        catch (final Throwable ex)
        {
            sessions.failed(sessionIndex, ex, agent.errors());
        }
    }

    private void onAnyFrame(final int sessionIndex, final UnsafeBuffer buffer, final int offset, final int length)
    {
        if (length < CreditFrame.LENGTH || sessionIndex != lastIndex)
        {
            onOutcome(validator.validate(buffer, offset, length), sessionIndex, buffer, offset, length);
            return;
        }
        final long word = FrameHeader.word(buffer, offset);
        if (DataFrame.isData(word) && length >= DataFrame.PAYLOAD_OFFSET)
        {
            onPlainData(buffer, offset, length, DataFrame.tail(buffer, offset));
        }
        else if (CreditFrame.isCredit(word) && CreditFrame.LENGTH == length)
        {
            lastMachine.onCredit(CreditFrame.streamId(buffer, offset), CreditFrame.limit(buffer, offset));
        }
        else
        {
            onOutcome(validator.validate(buffer, offset, length, word), sessionIndex, buffer, offset, length);
        }
    }

    @Override
    public int onRecords(final int sessionIndex, final UnsafeBuffer buffer, final int offset, final int length)
    {
        final int end = offset + length;
        int frames = 0;
        int at = offset;
        while (at < end)
        {
            final int from = at;
            try
            {
                if (sessionIndex == lastIndex)
                {
                    final PlainRun run = lastMachine.plainRun();
                    final Durability durability = lastDurability;
                    at = run.handOn(buffer, from, end, dataLength, FrameRecords.recordLength(dataLength), dataLength,
                        FrameRecords.LENGTH_MASK);
                    frames += received(durability, at - from);
                    run.finish();
                }
                if (at == from)
                {
                    final int frameLength = FrameRecords.frameLength(buffer, from, end);
                    // What is no record is shown to the end of the message: no frame, and so a violation.
                    at = frameLength > 0 ? from + FrameRecords.recordLength(frameLength) : end;
                    frames++;
                    dataLength = Math.max(DataFrame.PAYLOAD_OFFSET, frameLength);
                    onFrame(sessionIndex, buffer, frameLength > 0 ? from + FrameRecords.HEADER_LENGTH : from,
                        frameLength > 0 ? frameLength : end - from);
                }
            }
            catch (final Throwable ex)
            {
                sessions.failed(sessionIndex, ex, agent.errors());
            }
        }
        return frames;
    }

    /** Counts a run of plain Data, of so many bytes. */
    private int received(final Durability durability, final int length)
    {
        if (0 == length)
        {
            return 0;
        }
        final int step = FrameRecords.recordLength(dataLength);
        final int frames = (length + step - 1) / step;
        if (null != durability)
        {
            durability.onFrames(DataDecoder.TEMPLATE_ID, dataLength, frames);
        }
        return frames;
    }

    private void onPlainData(final UnsafeBuffer buffer, final int offset, final int length, final long tail)
    {
        final int stated = DataFrame.payloadLength(tail);
        final int actual = length - DataFrame.PAYLOAD_OFFSET;
        if (stated == actual)
        {
            if (null != lastDurability)
            {
                lastDurability.onFrames(DataDecoder.TEMPLATE_ID, length, 1);
            }
            lastMachine.onData(buffer, offset, tail);
        }
        else
        {
            onOutcome(
                stated < 0 || stated > actual ? FrameOutcome.VAR_LENGTH_BEYOND_FRAME : FrameOutcome.TRAILING_BYTES,
                lastIndex, buffer, offset, length);
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
            session.durability().onFrames(validator.templateId(), length, 1);
        }
        final int templateId = validator.templateId();
        if (GoodbyeDecoder.TEMPLATE_ID == templateId || RefuseDecoder.TEMPLATE_ID == templateId)
        {
            // Refuse comes from a connector that cannot take the Welcome; it has the same fields.
            session.onGoodbye(SessionFrames.goodbyeCode(buffer, validator),
                SessionFrames.goodbyeText(buffer, validator));
        }
        else if (!session.isLeaving())
        {
            lastIndex = sessionIndex;
            lastMachine = session.machine();
            lastDurability = session.durability();
            lastMachine.onValidatedFrame(buffer, validator);
        }
        else if (ReceiptDecoder.TEMPLATE_ID == templateId || RollDecoder.TEMPLATE_ID == templateId)
        {
            // Goodbye may be waiting for the room that the one gives, or come behind the other.
            session.onSessionFrame(
                FrameHeader.word(validator.blockLength(), templateId, FrameSchema.STREAM.id(), validator.version()),
                buffer, validator.blockOffset() - FrameHeader.LENGTH);
        }
        else
        {
            agent.tally().increment(CounterType.STREAM_DROPPED_TOTAL);
        }
    }
}
