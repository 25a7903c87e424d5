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

/**
 * A batch of the journal that cannot be run again, or from which something else came than was written: code, manifest
 * or journal are not those of before. The world is not opened; the message names batch, record and difference (K-8).
 */
public final class ReplayException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final long seq;

    /**
     * Says which and how.
     *
     * @param seq     of the batch.
     * @param message about it.
     * @param cause   or null.
     */
    public ReplayException(final long seq, final String message, final Throwable cause)
    {
        super("batch " + seq + " of the journal " + message, cause);
        this.seq = seq;
    }

    /** {@return the seq of the batch} */
    public long seq()
    {
        return seq;
    }
}
