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

import io.weir.codecs.kernel.PayloadForm;
import io.weir.codecs.kernel.ReceiptStatus;
import org.agrona.DirectBuffer;

/** A receipt as a step sees it, valid until the step returns. Owned by the kernel's thread. */
public final class ReceiptView
{
    private final Input input;

    ReceiptView(final Input input)
    {
        this.input = input;
    }

    /** {@return the intent that is settled} */
    public long intentId()
    {
        return input.intentId;
    }

    /** {@return the number of the effect's kind} */
    public int effectKind()
    {
        return input.kindOrdinal;
    }

    /** {@return how the effect ended} */
    public ReceiptStatus status()
    {
        return input.status;
    }

    /** {@return why, ASCII; empty for OK. A denial has the name of its gate, or the code of the rule} */
    public DirectBuffer code()
    {
        return input.codeView();
    }

    /** {@return the code as text; allocates} */
    public String codeText()
    {
        return input.code.text();
    }

    /** {@return the attempt that ended, 0 if none had begun} */
    public int attempt()
    {
        return input.attempt;
    }

    /** {@return seq of the last frame that was sent, −1 if not told} */
    public long finalSeq()
    {
        return input.finalSeq;
    }

    /** {@return whether frames before the receipt are missing} */
    public boolean isTruncated()
    {
        return input.gap > 0;
    }

    /** {@return whether the payload is inline or a blob's digest} */
    public PayloadForm form()
    {
        return input.form;
    }

    /** {@return the payload; of a rejected receipt its hash (i64) and length (i32), little endian} */
    public DirectBuffer payload()
    {
        return input.payloadView();
    }
}
