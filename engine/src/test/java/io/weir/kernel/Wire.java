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
import io.weir.codecs.kernel.DomainEventEncoder;
import io.weir.codecs.kernel.MessageHeaderEncoder;
import io.weir.codecs.kernel.OperateEncoder;
import io.weir.codecs.kernel.OperatorAction;
import io.weir.codecs.kernel.PayloadForm;
import io.weir.codecs.kernel.ReceiptEncoder;
import io.weir.codecs.kernel.ReceiptStatus;
import io.weir.codecs.kernel.StreamFrameEncoder;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes inputs as sources do, with every field at hand to be falsified. */
final class Wire
{
    String module = "M";
    String key = "";
    String effectKind = "http.request";
    String kind = "progress";
    String payload = "p";
    String token = "";
    String code = "";
    PayloadForm form = PayloadForm.INLINE;
    ReceiptStatus status = ReceiptStatus.OK;
    long correlationId = 77;
    long intentId;
    long fence;
    long seq;
    long finalSeq = -1;
    int attempt = 1;
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[16 * 1024]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    Wire()
    {
    }

    Wire copy()
    {
        final Wire copy = new Wire();
        copy.module = module;
        copy.key = key;
        copy.effectKind = effectKind;
        copy.intentId = intentId;
        copy.fence = fence;
        copy.attempt = attempt;
        return copy;
    }

    int frame()
    {
        final StreamFrameEncoder encoder = new StreamFrameEncoder().wrapAndApplyHeader(buffer, 0, header);
        encoder.correlationId(correlationId).intentId(intentId).fence(fence).seq(seq).attempt(attempt).form(form)
            .module(module).putKey(bytes(key), 0, key.length()).effectKind(effectKind).kind(kind)
            .putPayload(bytes(payload), 0, payload.length()).putResumeToken(bytes(token), 0, token.length());
        return FrameHeader.LENGTH + encoder.encodedLength();
    }

    int receipt()
    {
        final ReceiptEncoder encoder = new ReceiptEncoder().wrapAndApplyHeader(buffer, 0, header);
        encoder.correlationId(correlationId).intentId(intentId).fence(fence).finalSeq(finalSeq).attempt(attempt)
            .status(status).form(form).module(module).putKey(bytes(key), 0, key.length()).effectKind(effectKind)
            .code(code).putPayload(bytes(payload), 0, payload.length());
        return FrameHeader.LENGTH + encoder.encodedLength();
    }

    int event(final String eventKind)
    {
        final DomainEventEncoder encoder = new DomainEventEncoder().wrapAndApplyHeader(buffer, 0, header);
        encoder.correlationId(correlationId).form(form).kind(eventKind).putKey(bytes(key), 0, key.length())
            .putPayload(bytes(payload), 0, payload.length());
        return FrameHeader.LENGTH + encoder.encodedLength();
    }

    int operate(final OperatorAction action)
    {
        final OperateEncoder encoder = new OperateEncoder().wrapAndApplyHeader(buffer, 0, header);
        encoder.correlationId(correlationId).intentId(intentId).action(action).status(status).module(module)
            .putKey(bytes(key), 0, key.length()).who("ada").why("because").code(code);
        return FrameHeader.LENGTH + encoder.encodedLength();
    }

    private static byte[] bytes(final String text)
    {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
