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
import io.weir.codecs.kernel.MessageHeaderEncoder;
import io.weir.codecs.kernel.DomainEventEncoder;
import io.weir.codecs.kernel.OperateEncoder;
import io.weir.codecs.kernel.OperatorAction;
import io.weir.codecs.kernel.PayloadForm;
import io.weir.codecs.kernel.ReceiptEncoder;
import io.weir.codecs.kernel.ReceiptStatus;
import io.weir.codecs.kernel.StreamFrameEncoder;
import org.agrona.concurrent.UnsafeBuffer;

/** An input of a world, with every field at hand to be falsified, and what is expected to be made of it. */
final class Message
{
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
    FaultKind fault;
    /** It must not be taken, whatever happens in the meantime. */
    boolean isNeverTaken;
    boolean isReceipt;
    boolean isFrame;
    long correlationId;
    long intentId;
    long fence;
    long seq;
    long finalSeq = -1;
    int attempt;
    String module = "keyed";
    byte[] key = {};
    String effectKind = "stream";
    String kind = "progress";
    String code = "";
    byte[] payload = {};
    byte[] token = {};
    ReceiptStatus status = ReceiptStatus.OK;
    int length;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    Message()
    {
    }

    Message of(final Attempt attempted)
    {
        intentId = attempted.intentId;
        fence = attempted.fence;
        attempt = attempted.attempt;
        module = attempted.module;
        key = attempted.key;
        effectKind = attempted.effectKind;
        return this;
    }

    Message fault(final FaultKind expected, final boolean isNever)
    {
        fault = expected;
        isNeverTaken = isNever;
        return this;
    }

    Message encode()
    {
        if (isFrame)
        {
            final StreamFrameEncoder encoder = new StreamFrameEncoder().wrapAndApplyHeader(buffer, 0, header);
            encoder.correlationId(correlationId).intentId(intentId).fence(fence).seq(seq).attempt(attempt)
                .form(PayloadForm.INLINE).module(module).putKey(key, 0, key.length).effectKind(effectKind).kind(kind)
                .putPayload(payload, 0, payload.length).putResumeToken(token, 0, token.length);
            length = FrameHeader.LENGTH + encoder.encodedLength();
        }
        else if (isReceipt)
        {
            final ReceiptEncoder encoder = new ReceiptEncoder().wrapAndApplyHeader(buffer, 0, header);
            encoder.correlationId(correlationId).intentId(intentId).fence(fence).finalSeq(finalSeq).attempt(attempt)
                .status(status).form(PayloadForm.INLINE).module(module).putKey(key, 0, key.length)
                .effectKind(effectKind).code(code).putPayload(payload, 0, payload.length);
            length = FrameHeader.LENGTH + encoder.encodedLength();
        }
        else
        {
            final DomainEventEncoder encoder = new DomainEventEncoder().wrapAndApplyHeader(buffer, 0, header);
            encoder.correlationId(correlationId).form(PayloadForm.INLINE).kind(kind).putKey(key, 0, key.length)
                .putPayload(payload, 0, payload.length);
            length = FrameHeader.LENGTH + encoder.encodedLength();
        }
        return this;
    }

    Message operate(final OperatorAction action)
    {
        final OperateEncoder encoder = new OperateEncoder().wrapAndApplyHeader(buffer, 0, header);
        encoder.correlationId(correlationId).intentId(intentId).action(action).status(status).module(module)
            .putKey(key, 0, key.length).who("ada").why("to see").code("by.hand");
        length = FrameHeader.LENGTH + encoder.encodedLength();
        return this;
    }
}
