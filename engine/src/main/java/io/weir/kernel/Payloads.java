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

/** Whether a payload is what its form says (K-5, K-15). */
final class Payloads
{
    static final int DIGEST_LENGTH = 32;

    private Payloads()
    {
    }

    static boolean isWellFormed(final Input input, final int maxInline, final Blobs blobs)
    {
        if (input.form == PayloadForm.INLINE)
        {
            return input.payload.length <= maxInline;
        }
        return input.form == PayloadForm.BLOB && input.payload.length == DIGEST_LENGTH &&
            blobs.isStored(input.payload.buffer, input.payload.offset);
    }

    /** A validator sees what is inline; where there is one, nothing passes that it cannot see. */
    static boolean isValid(final WorldCode.Validator validator, final Input input)
    {
        return input.form == PayloadForm.INLINE ?
            Plan.isValid(validator, input.payload.buffer, input.payload.offset, input.payload.length) :
            validator == null;
    }
}
