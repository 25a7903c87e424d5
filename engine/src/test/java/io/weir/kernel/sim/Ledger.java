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

import io.weir.codecs.kernel.AttemptStartedDecoder;
import io.weir.codecs.kernel.BatchDecoder;
import io.weir.codecs.kernel.CancelSentDecoder;
import io.weir.codecs.kernel.ContinuationRunDecoder;
import io.weir.codecs.kernel.FrameInDecoder;
import io.weir.codecs.kernel.Gate;
import io.weir.codecs.kernel.IntentOutDecoder;
import io.weir.codecs.kernel.LeaseEndedDecoder;
import io.weir.codecs.kernel.OpenedDecoder;
import io.weir.codecs.kernel.OperateInDecoder;
import io.weir.codecs.kernel.ReceiptFaultDecoder;
import io.weir.codecs.kernel.ReceiptInDecoder;
import io.weir.codecs.kernel.SettleCause;
import io.weir.codecs.kernel.SettledDecoder;
import io.weir.codecs.kernel.StepCode;
import io.weir.codecs.kernel.StepOutDecoder;
import io.weir.kernel.record.RecordCursor;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/**
 * Reads a journal as an auditor would, who knows the rules of intents and nothing of the kernel: ids are dense, a fence
 * is the seq of its batch, cursors and attempts rise, frames and receipts belong to the attempt that is leased, and
 * every intent is settled at most once and stays so.
 */
final class Ledger
{
    private static final int OPEN = 0;
    private static final int SETTLED = 1;

    /** The cause of each batch: template and intent. */
    final Map<Long, long[]> causes = new HashMap<>();
    private final Map<Long, Intent> intents = new HashMap<>();
    private final RecordCursor cursor = new RecordCursor();
    private final Consumer<FaultKind> faults;
    private DirectBuffer buffer;
    private long seq;
    private long timeNs;
    private long epoch;
    private long lastIntentId;
    private long continuations = -1;
    private int open;

    private static final class Intent
    {
        private int state;
        private long cursor;
        private int attempt;
        private boolean isLeased;
        private boolean isCancelSent;
        private long settledSeq = -1;
        private final Map<Integer, long[]> attempts = new HashMap<>();
    }

    Ledger(final Consumer<FaultKind> faults)
    {
        this.faults = faults;
    }

    int open()
    {
        return open;
    }

    boolean isOpen(final long intentId)
    {
        return intents.containsKey(intentId) && intents.get(intentId).state == OPEN;
    }

    long lastIntentId()
    {
        return lastIntentId;
    }

    /** {@return the batch that started an attempt of an adapter, −1 if there is none} */
    long startedSeq(final long intentId, final int attempt, final int adapter)
    {
        final Intent intent = intents.get(intentId);
        final long[] started = intent == null ? null : intent.attempts.get(attempt);
        return started == null || started[1] != adapter ? -1 : started[0];
    }

    /** {@return the batch that settled an intent, −1 if none} */
    long settledSeq(final long intentId)
    {
        return intents.containsKey(intentId) ? intents.get(intentId).settledSeq : -1;
    }

    void batch(final long batchSeq, final DirectBuffer source, final int offset, final int length)
    {
        seq = batchSeq;
        buffer = source;
        cursor.wrap("the batch", source, offset, length).require(BatchDecoder.TEMPLATE_ID, "Batch");
        final BatchDecoder batch = new BatchDecoder().wrap(
            source, cursor.blockOffset(), cursor.blockLength(), cursor.version());
        require(batch.seq() == seq, "says that it is " + batch.seq());
        require(batch.timeNs() >= timeNs, "goes back in time");
        timeNs = batch.timeNs();
        require(cursor.next(), "has no cause");
        final int template = cursor.templateId();
        causes.put(seq, new long[]{template, cause(template)});
        final long receiptOf = template == ReceiptInDecoder.TEMPLATE_ID ? causes.get(seq)[1] : 0;
        boolean isSettled = false;
        while (cursor.next())
        {
            isSettled |= output(cursor.templateId()) == receiptOf;
        }
        require(receiptOf == 0 || isSettled, "has a receipt that settles nothing");
    }

    private long cause(final int template)
    {
        final int offset = cursor.blockOffset();
        final int length = cursor.blockLength();
        final int version = cursor.version();
        switch (template)
        {
            case FrameInDecoder.TEMPLATE_ID:
                final FrameInDecoder frame = new FrameInDecoder().wrap(buffer, offset, length, version);
                final Intent streaming = leased(frame.intentId(), frame.attempt());
                require(frame.seq() > streaming.cursor, "has a frame that is not behind the cursor");
                streaming.cursor = frame.seq();
                return frame.intentId();
            case ReceiptInDecoder.TEMPLATE_ID:
                final ReceiptInDecoder receipt = new ReceiptInDecoder().wrap(buffer, offset, length, version);
                leased(receipt.intentId(), receipt.attempt());
                return receipt.intentId();
            case AttemptStartedDecoder.TEMPLATE_ID:
                final AttemptStartedDecoder started = new AttemptStartedDecoder().wrap(buffer, offset, length, version);
                final Intent begun = open(started.intentId());
                require(!begun.isLeased && started.attempt() == begun.attempt + 1, "starts an attempt out of turn");
                begun.isLeased = true;
                begun.attempt = started.attempt();
                begun.attempts.put(started.attempt(), new long[]{seq, started.adapter()});
                return started.intentId();
            case LeaseEndedDecoder.TEMPLATE_ID:
                final long lost = new LeaseEndedDecoder().wrap(buffer, offset, length, version).intentId();
                open(lost);
                return lost;
            case CancelSentDecoder.TEMPLATE_ID:
                final long cancelled = new CancelSentDecoder().wrap(buffer, offset, length, version).intentId();
                final Intent gone = intents.get(cancelled);
                require(gone != null && gone.state == SETTLED && !gone.isCancelSent, "cancels out of turn");
                gone.isCancelSent = true;
                return cancelled;
            case OpenedDecoder.TEMPLATE_ID:
                final long opened = new OpenedDecoder().wrap(buffer, offset, length, version).epoch();
                require(opened == epoch + 1, "opens epoch " + opened + " after " + epoch);
                epoch = opened;
                intents.values().forEach(intent -> intent.isLeased = false);
                return 0;
            case ContinuationRunDecoder.TEMPLATE_ID:
                final long index = new ContinuationRunDecoder().wrap(buffer, offset, length, version).index();
                require(continuations < 0 || index == continuations + 1, "runs continuation " + index + " after " +
                    continuations);
                continuations = index;
                return 0;
            case OperateInDecoder.TEMPLATE_ID:
                return new OperateInDecoder().wrap(buffer, offset, length, version).intentId();
            default:
                return 0;
        }
    }

    /** Answers the intent that the record settles, 0 if none. */
    private long output(final int template)
    {
        final int offset = cursor.blockOffset();
        final int length = cursor.blockLength();
        final int version = cursor.version();
        switch (template)
        {
            case IntentOutDecoder.TEMPLATE_ID:
                intent(new IntentOutDecoder().wrap(buffer, offset, length, version));
                return 0;
            case SettledDecoder.TEMPLATE_ID:
                final SettledDecoder settled = new SettledDecoder().wrap(buffer, offset, length, version);
                final Intent intent = open(settled.intentId());
                require(settled.attempt() == intent.attempt, "settles another attempt");
                require(settled.cause() != SettleCause.ADAPTER || intent.isLeased, "has a receipt of nobody");
                intent.state = SETTLED;
                intent.settledSeq = seq;
                intent.isLeased = false;
                open--;
                count(settled.cause());
                return settled.intentId();
            case ReceiptFaultDecoder.TEMPLATE_ID:
                if (new ReceiptFaultDecoder().wrap(buffer, offset, length, version).instanceFailed() != 0)
                {
                    faults.accept(FaultKind.INSTANCE_FAILED);
                }
                return 0;
            case StepOutDecoder.TEMPLATE_ID:
                count(new StepOutDecoder().wrap(buffer, offset, length, version).code());
                return 0;
            default:
                return 0;
        }
    }

    private void intent(final IntentOutDecoder emitted)
    {
        require(emitted.intentId() == lastIntentId + 1, "emits intent " + emitted.intentId() + " after " +
            lastIntentId);
        lastIntentId++;
        final Intent intent = new Intent();
        intents.put(emitted.intentId(), intent);
        if (emitted.gate() != Gate.NONE || emitted.settled() != 0)
        {
            intent.state = SETTLED;
            intent.settledSeq = seq;
            faults.accept(FaultKind.EFFECT_DENIED);
        }
        else
        {
            open++;
        }
    }

    private void count(final SettleCause cause)
    {
        switch (cause)
        {
            case TOTAL_DEADLINE, IDLE_DEADLINE -> faults.accept(FaultKind.DEADLINE_PASSED);
            case LEASE_LOST -> faults.accept(FaultKind.ATTEMPT_LOST);
            case OPERATOR -> faults.accept(FaultKind.OPERATOR_SETTLED);
            default ->
            {
                // No fault of anybody's.
            }
        }
    }

    private void count(final StepCode code)
    {
        switch (code)
        {
            case EXCEPTION -> faults.accept(FaultKind.STEP_THREW);
            case LIMITS -> faults.accept(FaultKind.STEP_BEYOND_LIMITS);
            case CASCADE -> faults.accept(FaultKind.CASCADE_TOO_DEEP);
            default ->
            {
                // As it should be.
            }
        }
    }

    private Intent leased(final long intentId, final int attempt)
    {
        final Intent intent = open(intentId);
        require(intent.isLeased && intent.attempt == attempt, "takes attempt " + attempt + " of intent " + intentId +
            ", whose attempt is " + intent.attempt + (intent.isLeased ? "" : ", leased to nobody"));
        return intent;
    }

    private Intent open(final long intentId)
    {
        final Intent intent = intents.get(intentId);
        require(intent != null, "is about intent " + intentId + ", which was never emitted");
        require(intent.state == OPEN, "is about intent " + intentId + ", which was settled by batch " +
            intent.settledSeq);
        return intent;
    }

    private void require(final boolean isSo, final String text)
    {
        if (!isSo)
        {
            throw new AssertionError("batch " + seq + " " + text);
        }
    }
}
