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
package io.weir.kernel;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.weir.codecs.kernel.AttemptStartedEncoder;
import io.weir.codecs.kernel.CancelSentEncoder;
import io.weir.codecs.kernel.ContinuationRunEncoder;
import io.weir.codecs.kernel.EventInEncoder;
import io.weir.codecs.kernel.FrameInEncoder;
import io.weir.codecs.kernel.GenesisEncoder;
import io.weir.codecs.kernel.LateReceiptEncoder;
import io.weir.codecs.kernel.LeaseEndedEncoder;
import io.weir.codecs.kernel.OpenedEncoder;
import io.weir.codecs.kernel.OperateInEncoder;
import io.weir.codecs.kernel.OutcomeCode;
import io.weir.codecs.kernel.ReceiptInEncoder;
import io.weir.codecs.kernel.RefusalSummaryEncoder;
import io.weir.codecs.kernel.TargetGoneEncoder;
import io.weir.codecs.kernel.TimeAdvancedEncoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Encodes the record that says why there is a batch. Owned by the kernel's thread. */
final class CauseRecords
{
    private static final long FRAME_IN =
        BatchWriter.word(FrameInEncoder.BLOCK_LENGTH, FrameInEncoder.TEMPLATE_ID);
    private static final int FRAME_DATA = 3;

    private final BatchWriter batch;
    private final EventInEncoder eventIn = new EventInEncoder();
    private final ReceiptInEncoder receiptIn = new ReceiptInEncoder();
    private final ContinuationRunEncoder continuationRun = new ContinuationRunEncoder();
    private final TimeAdvancedEncoder timeAdvanced = new TimeAdvancedEncoder();
    private final AttemptStartedEncoder attemptStarted = new AttemptStartedEncoder();
    private final LeaseEndedEncoder leaseEnded = new LeaseEndedEncoder();
    private final TargetGoneEncoder targetGone = new TargetGoneEncoder();
    private final CancelSentEncoder cancelSent = new CancelSentEncoder();
    private final LateReceiptEncoder lateReceipt = new LateReceiptEncoder();
    private final RefusalSummaryEncoder refusals = new RefusalSummaryEncoder();

    CauseRecords(final BatchWriter batch)
    {
        this.batch = batch;
    }

    void genesis(final byte[] identity, final byte[] manifestHash, final byte[] manifest)
    {
        final GenesisEncoder encoder = new GenesisEncoder().wrapAndApplyHeader(batch.buffer, batch.at(), batch.header);
        for (int i = 0; i < identity.length; i++)
        {
            encoder.identity(i, (short)(identity[i] & 0xFF));
        }
        for (int i = 0; i < manifestHash.length; i++)
        {
            encoder.manifestHash(i, (short)(manifestHash[i] & 0xFF));
        }
        encoder.putManifest(manifest, 0, manifest.length);
        batch.end(encoder.encodedLength());
    }

    void opened(final long epoch, final byte[] identity)
    {
        final OpenedEncoder encoder =
            new OpenedEncoder().wrapAndApplyHeader(batch.buffer, batch.at(), batch.header).epoch(epoch);
        for (int i = 0; i < identity.length; i++)
        {
            encoder.identity(i, (short)(identity[i] & 0xFF));
        }
        batch.end(OpenedEncoder.BLOCK_LENGTH);
    }

    void event(final Input input)
    {
        eventIn.wrapAndApplyHeader(batch.buffer, batch.at(), batch.header)
            .kind(input.kindOrdinal)
            .form(input.form)
            .putKey(input.key.buffer, input.key.offset, input.key.length)
            .putPayload(input.payload.buffer, input.payload.offset, input.payload.length);
        batch.end(eventIn.encodedLength());
    }

    void frame(final Input input)
    {
        final int block = batch.record(FRAME_IN, FrameInEncoder.BLOCK_LENGTH + FRAME_DATA * Bytes.LENGTH_LENGTH +
            input.kind.length + input.payload.length + input.token.length);
        final MutableDirectBuffer target = batch.buffer;
        target.putLong(block + FrameInEncoder.intentIdEncodingOffset(), input.intentId, LITTLE_ENDIAN);
        target.putLong(block + FrameInEncoder.seqEncodingOffset(), input.seq, LITTLE_ENDIAN);
        target.putInt(block + FrameInEncoder.attemptEncodingOffset(), input.attempt, LITTLE_ENDIAN);
        target.putByte(block + FrameInEncoder.formEncodingOffset(), (byte)input.form.value());
        int at = input.kind.putTo(target, block + FrameInEncoder.BLOCK_LENGTH);
        at = input.payload.putTo(target, at);
        input.token.putTo(target, at);
    }

    void receipt(final Input input, final boolean malformed)
    {
        receiptIn.wrapAndApplyHeader(batch.buffer, batch.at(), batch.header)
            .intentId(input.intentId)
            .finalSeq(input.finalSeq)
            .attempt(input.attempt)
            .status(input.status)
            .malformed((short)(malformed ? 1 : 0))
            .form(input.form)
            .putCode(input.code.buffer, input.code.offset, input.code.length)
            .putPayload(input.payload.buffer, input.payload.offset, input.payload.length);
        batch.end(receiptIn.encodedLength());
    }

    void continuation(final long index, final long causeSeq)
    {
        continuationRun.wrapAndApplyHeader(batch.buffer, batch.at(), batch.header).index(index).causeSeq(causeSeq);
        batch.end(ContinuationRunEncoder.BLOCK_LENGTH);
    }

    void time(final int count)
    {
        timeAdvanced.wrapAndApplyHeader(batch.buffer, batch.at(), batch.header).count(count);
        batch.end(TimeAdvancedEncoder.BLOCK_LENGTH);
    }

    void attempt(final long intentId, final int attempt, final int adapter)
    {
        attemptStarted.wrapAndApplyHeader(batch.buffer, batch.at(), batch.header)
            .intentId(intentId)
            .attempt(attempt)
            .adapter(adapter);
        batch.end(AttemptStartedEncoder.BLOCK_LENGTH);
    }

    void leaseEnded(final long intentId)
    {
        leaseEnded.wrapAndApplyHeader(batch.buffer, batch.at(), batch.header).intentId(intentId);
        batch.end(LeaseEndedEncoder.BLOCK_LENGTH);
    }

    void targetGone(final long intentId)
    {
        targetGone.wrapAndApplyHeader(batch.buffer, batch.at(), batch.header).intentId(intentId);
        batch.end(TargetGoneEncoder.BLOCK_LENGTH);
    }

    void cancelSent(final long intentId)
    {
        cancelSent.wrapAndApplyHeader(batch.buffer, batch.at(), batch.header).intentId(intentId);
        batch.end(CancelSentEncoder.BLOCK_LENGTH);
    }

    void late(final Input input, final OutcomeCode outcome, final long hash)
    {
        lateReceipt.wrapAndApplyHeader(batch.buffer, batch.at(), batch.header)
            .intentId(input.intentId)
            .payloadHash(hash)
            .attempt(input.attempt)
            .outcome(outcome)
            .status(input.status);
        batch.end(LateReceiptEncoder.BLOCK_LENGTH);
    }

    void refusals(final long others, final DirectBuffer entries, final int offset, final int length)
    {
        refusals.wrapAndApplyHeader(batch.buffer, batch.at(), batch.header)
            .others(others)
            .putEntries(entries, offset, length);
        batch.end(refusals.encodedLength());
    }

    void operate(final Input input, final long instance)
    {
        final OperateInEncoder encoder = new OperateInEncoder()
            .wrapAndApplyHeader(batch.buffer, batch.at(), batch.header);
        encoder.intentId(input.intentId)
            .instance(instance)
            .action(input.action)
            .status(input.status)
            .putWho(input.who.buffer, input.who.offset, input.who.length)
            .putWhy(input.why.buffer, input.why.offset, input.why.length)
            .putCode(input.code.buffer, input.code.offset, input.code.length);
        batch.end(encoder.encodedLength());
    }
}
