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
import org.agrona.DirectBuffer;

/** An accepted stream frame as a step sees it, valid until the step returns. Owned by the kernel's thread. */
public final class FrameView
{
    private final Input input;

    FrameView(final Input input)
    {
        this.input = input;
    }

    /** {@return the intent that makes progress} */
    public long intentId()
    {
        return input.intentId;
    }

    /** {@return the number of the effect's kind} */
    public int effectKind()
    {
        return input.kindOrdinal;
    }

    /** {@return the frame's place in the stream, from 1} */
    public long seq()
    {
        return input.seq;
    }

    /** {@return how many frames before this one are missing} */
    public long gap()
    {
        return input.gap;
    }

    /** {@return what the frame means, ASCII} */
    public DirectBuffer kind()
    {
        return input.kindView();
    }

    /** {@return whether the payload is inline or a blob's digest} */
    public PayloadForm form()
    {
        return input.form;
    }

    /** {@return the payload} */
    public DirectBuffer payload()
    {
        return input.payloadView();
    }
}
