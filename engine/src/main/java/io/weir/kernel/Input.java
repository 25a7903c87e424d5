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

import io.weir.codecs.kernel.OperatorAction;
import io.weir.codecs.kernel.PayloadForm;
import io.weir.codecs.kernel.ReceiptStatus;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One input, taken apart: from a lane, from the journal, or from the queue of continuations. Its parts are places in
 * somebody's buffer. Owned by the kernel's thread.
 */
final class Input
{
    final Bytes module = new Bytes();
    final Bytes key = new Bytes();
    final Bytes effectKind = new Bytes();
    final Bytes kind = new Bytes();
    final Bytes code = new Bytes();
    final Bytes payload = new Bytes();
    final Bytes token = new Bytes();
    final Bytes who = new Bytes();
    final Bytes why = new Bytes();

    final EventView eventView = new EventView(this);
    final FrameView frameView = new FrameView(this);
    final ReceiptView receiptView = new ReceiptView(this);

    long correlationId;
    long intentId;
    long fence;
    long seq;
    long finalSeq;
    long gap;
    int attempt;
    int kindOrdinal;
    PayloadForm form = PayloadForm.INLINE;
    ReceiptStatus status = ReceiptStatus.OK;
    OperatorAction action = OperatorAction.SETTLE;

    private final UnsafeBuffer payloadView = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer kindView = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer codeView = new UnsafeBuffer(0, 0);

    Input()
    {
    }

    DirectBuffer payloadView()
    {
        return view(payloadView, payload);
    }

    DirectBuffer kindView()
    {
        return view(kindView, kind);
    }

    DirectBuffer codeView()
    {
        return view(codeView, code);
    }

    /** {@return 64 bits of a receipt's content: code and payload} */
    long contentHash()
    {
        return code.hash() * 31 + payload.hash() * 2 + form.value();
    }

    private static DirectBuffer view(final UnsafeBuffer view, final Bytes bytes)
    {
        view.wrap(bytes.buffer, bytes.offset, bytes.length);
        return view;
    }
}
