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

import io.weir.codecs.FrameOutcome;
import io.weir.codecs.FrameValidator;
import io.weir.codecs.kernel.DomainEventDecoder;
import io.weir.codecs.kernel.KernelSchema;
import io.weir.codecs.kernel.OperateDecoder;
import io.weir.codecs.kernel.ReceiptDecoder;
import io.weir.codecs.kernel.StreamFrameDecoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Judges what came from outside, and takes it apart by what was measured (W-4). Owned by the kernel's thread. */
final class WireReader
{
    static final int NOT_AN_INPUT = 0;

    private final FrameValidator validator = new FrameValidator(KernelSchema.LAYOUTS);
    private final DomainEventDecoder event = new DomainEventDecoder();
    private final StreamFrameDecoder frame = new StreamFrameDecoder();
    private final ReceiptDecoder receipt = new ReceiptDecoder();
    private final OperateDecoder operate = new OperateDecoder();
    /** All of the kernel's buffers are of one class, so that no word of an input costs a call through an interface. */
    private final UnsafeBuffer wire = new UnsafeBuffer(0, 0);

    WireReader()
    {
    }

    /** {@return the template of the input, now in its parts, or 0 if it is none} */
    int read(final DirectBuffer buffer, final int offset, final int length, final Input input)
    {
        input.correlationId = 0;
        input.intentId = 0;
        if (offset < 0 || length < 0 || length > buffer.capacity() - offset)
        {
            return NOT_AN_INPUT;
        }
        wire.wrap(buffer, offset, length);
        if (validator.validate(wire, 0, length) != FrameOutcome.OK)
        {
            return NOT_AN_INPUT;
        }
        switch (validator.templateId())
        {
            case StreamFrameDecoder.TEMPLATE_ID:
                frame(input);
                break;
            case DomainEventDecoder.TEMPLATE_ID:
                event(input);
                break;
            case ReceiptDecoder.TEMPLATE_ID:
                receipt(input);
                break;
            case OperateDecoder.TEMPLATE_ID:
                operate(input);
                break;
            default:
                return NOT_AN_INPUT;
        }
        return validator.templateId();
    }

    private void event(final Input input)
    {
        event.wrap(wire, validator.blockOffset(), validator.blockLength(), validator.version());
        input.correlationId = event.correlationId();
        input.form = event.form();
        data(0, input.kind);
        data(1, input.key);
        data(2, input.payload);
    }

    private void frame(final Input input)
    {
        frame.wrap(wire, validator.blockOffset(), validator.blockLength(), validator.version());
        input.correlationId = frame.correlationId();
        input.intentId = frame.intentId();
        input.fence = frame.fence();
        input.seq = frame.seq();
        input.attempt = frame.attempt();
        input.form = frame.form();
        origin(input);
        data(3, input.kind);
        data(4, input.payload);
        data(5, input.token);
    }

    private void receipt(final Input input)
    {
        receipt.wrap(wire, validator.blockOffset(), validator.blockLength(), validator.version());
        input.correlationId = receipt.correlationId();
        input.intentId = receipt.intentId();
        input.fence = receipt.fence();
        input.finalSeq = receipt.finalSeq();
        input.attempt = receipt.attempt();
        input.status = receipt.status();
        input.form = receipt.form();
        origin(input);
        data(3, input.code);
        data(4, input.payload);
    }

    private void operate(final Input input)
    {
        operate.wrap(wire, validator.blockOffset(), validator.blockLength(), validator.version());
        input.correlationId = operate.correlationId();
        input.intentId = operate.intentId();
        input.action = operate.action();
        input.status = operate.status();
        data(0, input.module);
        data(1, input.key);
        data(2, input.who);
        data(3, input.why);
        data(4, input.code);
    }

    private void origin(final Input input)
    {
        data(0, input.module);
        data(1, input.key);
        data(2, input.effectKind);
    }

    private void data(final int index, final Bytes bytes)
    {
        bytes.set(wire, validator.varDataOffset(index), validator.varDataLength(index));
    }
}
