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

/** A domain event as a step sees it, valid until the step returns. Owned by the kernel's thread. */
public final class EventView
{
    private final Input input;

    EventView(final Input input)
    {
        this.input = input;
    }

    /** {@return the number of the event's kind} */
    public int kind()
    {
        return input.kindOrdinal;
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
