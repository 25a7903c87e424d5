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

import io.weir.codecs.FrameHeader;
import io.weir.codecs.kernel.ContinuationEncoder;
import io.weir.codecs.kernel.ContinuationType;
import io.weir.codecs.kernel.MessageHeaderEncoder;
import io.weir.codecs.kernel.PayloadForm;
import io.weir.codecs.kernel.ReceiptStatus;

/** Queues continuations (K-7). Owned by the kernel's thread. */
final class ContinuationWriter
{
    private static final int OVERHEAD = 128;

    private final WorldState state;
    private final ContinuationEncoder encoder = new ContinuationEncoder();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final Bytes nothing = new Bytes();

    ContinuationWriter(final WorldState state)
    {
        this.state = state;
    }

    /** An event for a module: which instance of it is found when it runs. */
    void event(final int module, final int kind, final int depth, final Bytes key, final Input input)
    {
        begin(ContinuationType.EVENT, depth, key.length + input.payload.length);
        encoder.instance(0).intentId(0).finalSeq(-1).attempt(0)
            .module(module)
            .kind(kind)
            .status(ReceiptStatus.OK)
            .form(input.form);
        end(key, nothing, input.payload);
    }

    /** A receipt for an instance, from the input's fields. */
    void receipt(final long instance, final int module, final int depth, final Input receipt)
    {
        begin(ContinuationType.RECEIPT, depth, receipt.code.length + receipt.payload.length);
        encoder.instance(instance)
            .intentId(receipt.intentId)
            .finalSeq(receipt.finalSeq)
            .attempt(receipt.attempt)
            .module(module)
            .kind(receipt.kindOrdinal)
            .status(receipt.status)
            .form(PayloadForm.INLINE);
        end(nothing, receipt.code, receipt.payload);
    }

    private void begin(final ContinuationType type, final int depth, final int dataLength)
    {
        final int offset = state.continuations.claim(OVERHEAD + dataLength);
        encoder.wrapAndApplyHeader(state.continuations.buffer(), offset, header)
            .causeSeq(state.seq + 1)
            .depth((short)depth)
            .type(type);
    }

    private void end(final Bytes key, final Bytes code, final Bytes payload)
    {
        encoder.putKey(key.buffer, key.offset, key.length)
            .putCode(code.buffer, code.offset, code.length)
            .putPayload(payload.buffer, payload.offset, payload.length);
        state.continuations.commit(FrameHeader.LENGTH + encoder.encodedLength());
    }
}
