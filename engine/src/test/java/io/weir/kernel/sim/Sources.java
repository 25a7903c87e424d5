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
package io.weir.kernel.sim;

import io.weir.codecs.FrameHeader;
import io.weir.codecs.kernel.AnswerDecoder;
import io.weir.codecs.kernel.OutcomeCode;
import io.weir.counters.Counters;
import io.weir.journal.Journal;
import io.weir.kernel.Outcomes;
import io.weir.kernel.host.Adapters;
import io.weir.kernel.host.KernelAgent;
import io.weir.kernel.host.KernelSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/**
 * The outside of a world in one life of its process: a user, two adapters and an operator, their lanes, and the
 * attempts that the adapters have. What adapters know outlives the process; lanes do not.
 */
final class Sources implements Adapters
{
    static final int USER = 0;
    static final int ADAPTERS = 2;
    static final int OPERATOR = 3;

    final List<Attempt> attempts = new ArrayList<>();
    private final Counters counters = Counters.inMemory();
    private final Random random;
    private final Promises promises;
    private final Consumer<FaultKind> faults;
    private final Map<Long, Message> sent = new HashMap<>();
    private final KernelSource[] sources = new KernelSource[OPERATOR + 1];
    private Journal journal;
    private long nextCorrelationId = 1;
    private boolean isQuiet;

    Sources(final Random random, final Promises promises, final Consumer<FaultKind> faults)
    {
        this.random = random;
        this.promises = promises;
        this.faults = faults;
    }

    void connect(final KernelAgent.Context context, final Journal to)
    {
        journal = to;
        sent.clear();
        context.counters(counters);
        sources[USER] = context.source();
        sources[1] = context.source();
        sources[2] = context.source();
        sources[OPERATOR] = context.operator();
    }

    /** From now on everybody is there and has room. */
    void quiet(final boolean isOn)
    {
        isQuiet = isOn;
    }

    /** Numbers a message; its answer will be known by that. */
    Message number(final Message message)
    {
        message.correlationId = nextCorrelationId++;
        return message;
    }

    /** {@return whether the lane of a source took the message} */
    boolean send(final int source, final Message message)
    {
        final int offset = sources[source].inputs().claim(0, message.length);
        if (offset < 0)
        {
            return false;
        }
        sources[source].inputs().buffer().putBytes(offset, message.buffer, 0, message.length);
        sources[source].inputs().commit();
        sent.put(message.correlationId, message);
        return true;
    }

    void pollAnswers()
    {
        for (final KernelSource source : sources)
        {
            source.answers().poll((index, buffer, offset, length) ->
            {
                final AnswerDecoder answer = new AnswerDecoder().wrap(buffer, offset + FrameHeader.LENGTH,
                    AnswerDecoder.BLOCK_LENGTH, AnswerDecoder.SCHEMA_VERSION);
                if (answer.seq() > journal.durableSeq())
                {
                    throw new AssertionError("an answer rests on batch " + answer.seq() + ", and " +
                        journal.durableSeq() + " is durable");
                }
                final Message message = sent.remove(answer.correlationId());
                if (message != null)
                {
                    judge(message, answer.outcome());
                    if (Outcomes.isTaken(answer.outcome()))
                    {
                        promises.taken(message, answer.seq(), answer.cursor());
                    }
                }
                else if (answer.outcome() == OutcomeCode.INPUT_MALFORMED)
                {
                    faults.accept(FaultKind.MALFORMED_MESSAGE);
                }
            }, 4096);
        }
    }

    /** Counts the fault if it was recognised as what it is, and requires that it was refused if it has to be. */
    void judge(final Message message, final OutcomeCode outcome)
    {
        if (message.isNeverTaken && Outcomes.isTaken(outcome))
        {
            throw new AssertionError(message.fault + " of intent " + message.intentId + " was taken as " + outcome);
        }
        if (outcome == OutcomeCode.JOURNAL_FULL)
        {
            faults.accept(FaultKind.DISK_FULL);
        }
        if (outcome == OutcomeCode.INSTANCE_FAILED)
        {
            faults.accept(FaultKind.EVENT_TO_FAILED_INSTANCE);
        }
        if (message.fault != null && isRecognised(message.fault, outcome))
        {
            faults.accept(message.fault);
        }
    }

    private static boolean isRecognised(final FaultKind fault, final OutcomeCode outcome)
    {
        return switch (fault)
        {
            case LATE_RECEIPT -> outcome == OutcomeCode.RECEIPT_LATE;
            case DUPLICATE_RECEIPT -> outcome == OutcomeCode.RECEIPT_DUPLICATE;
            case CONFLICTING_RECEIPT -> outcome == OutcomeCode.RECEIPT_CONFLICT;
            case FRAME_OUT_OF_ORDER -> outcome == OutcomeCode.STREAM_NON_MONOTONIC;
            case STALE_ATTEMPT_FRAME -> outcome == OutcomeCode.STREAM_LEASE;
            case STALE_ATTEMPT_RECEIPT -> outcome == OutcomeCode.RECEIPT_LEASE;
            case UNKNOWN_INTENT_FRAME -> outcome == OutcomeCode.STREAM_UNKNOWN_INTENT;
            case UNKNOWN_INTENT_RECEIPT -> outcome == OutcomeCode.RECEIPT_UNKNOWN;
            case GAP_ACCEPTED -> outcome == OutcomeCode.ACCEPTED_GAP;
            case GAP_REFUSED, HUGE_GAP -> outcome == OutcomeCode.STREAM_GAP;
            case WRONG_MODULE, WRONG_KEY, WRONG_KIND -> outcome == OutcomeCode.STREAM_IDENTITY_MISMATCH;
            case WRONG_FENCE -> outcome == OutcomeCode.STREAM_FENCE;
            case MALFORMED_FRAME -> outcome == OutcomeCode.STREAM_MALFORMED;
            case MALFORMED_RECEIPT ->
                outcome == OutcomeCode.RECEIPT_INVALID_PAYLOAD || outcome == OutcomeCode.RECEIPT_FAULT;
            case FRAME_AFTER_SETTLEMENT -> outcome == OutcomeCode.STREAM_SETTLED;
            case FRAME_WITHOUT_HANDLER -> outcome == OutcomeCode.STREAM_NO_HANDLER;
            case TRUNCATED_STREAM -> outcome == OutcomeCode.ACCEPTED_TRUNCATED;
            case BAD_EVENT -> outcome == OutcomeCode.EVENT_UNKNOWN_KIND ||
                outcome == OutcomeCode.EVENT_KEY_MISSING || outcome == OutcomeCode.EVENT_KEY_DIFFERS ||
                outcome == OutcomeCode.EVENT_MALFORMED;
            default -> false;
        };
    }

    @Override
    public int adapterFor(final int kind)
    {
        if (!isQuiet && random.nextInt(8) == 0)
        {
            faults.accept(FaultKind.ADAPTER_ABSENT);
            return NONE;
        }
        return 1 + random.nextInt(ADAPTERS);
    }

    @Override
    public boolean onDispatch(
        final int adapter,
        final long intentId,
        final DirectBuffer buffer,
        final int offset,
        final int length)
    {
        if (!isQuiet && random.nextInt(6) == 0)
        {
            faults.accept(FaultKind.ADAPTER_BUSY);
            return false;
        }
        final Attempt attempt = new Attempt(adapter, buffer, offset);
        attempts.add(attempt);
        promises.attempt(attempt, journal.durableSeq());
        return true;
    }

    @Override
    public boolean onCancel(final int adapter, final long intentId, final int attempt)
    {
        if (!isQuiet && random.nextInt(4) == 0)
        {
            faults.accept(FaultKind.ADAPTER_BUSY);
            return false;
        }
        promises.cancel(intentId, journal.durableSeq());
        return true;
    }
}
