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

package io.weir.codecs;

/**
 * What {@link FrameValidator} found, one outcome for each reason (W-4). Ordinals index counters and only grow.
 * <p>
 * {@link #OK} is decoded; {@link #UNKNOWN_TEMPLATE} is skipped and counted (W-5); all others are violations: counted,
 * traced, and the end of the session.
 */
public enum FrameOutcome
{
    /** The frame is what its header says, whole and no more; it may be decoded with what was measured. */
    OK("accepted"),

    /** The frame is of the next version and of a template that this one does not know: skip it and count it (W-5). */
    UNKNOWN_TEMPLATE("a template of a later version"),

    /** The frame is shorter than a header. */
    TRUNCATED_HEADER("shorter than a frame header"),

    /** The place given for the frame is not within the buffer: a fault of the caller, found before any read. */
    OUTSIDE_BUFFER("not within its buffer"),

    /** The schema id is another one. */
    FOREIGN_SCHEMA("of a foreign schema"),

    /** The version is more than one away from this one; answer a Hello with Refuse(VERSION). */
    UNSUPPORTED_VERSION("of a schema version that cannot be read"),

    /** The template does not exist in the version that the frame claims, and this side knows that version. */
    FOREIGN_TEMPLATE("of a template that its version does not have"),

    /** The block is shorter than the template needs in that version. */
    BLOCK_TOO_SHORT("with a block shorter than its template needs"),

    /** The block reaches beyond the frame. */
    BLOCK_BEYOND_FRAME("with a block that reaches beyond the frame"),

    /** The frame ends before or within the length of its var data. */
    VAR_LENGTH_TRUNCATED("ending where a var data length should be"),

    /** The length of a var data, unsigned, reaches beyond the frame. */
    VAR_LENGTH_BEYOND_FRAME("with var data that reaches beyond the frame"),

    /** Bytes are left behind the last var data. */
    TRAILING_BYTES("with bytes behind its last var data");

    private final String text;

    FrameOutcome(final String text)
    {
        this.text = text;
    }

    /**
     * {@return whether the frame may be decoded}
     */
    public boolean isAccepted()
    {
        return OK == this;
    }

    /**
     * {@return whether no correct peer sends such a frame, so that the session ends with PROTOCOL_VIOLATION}
     */
    public boolean isViolation()
    {
        return OK != this && UNKNOWN_TEMPLATE != this;
    }

    /**
     * {@return words that complete "the frame is …", for the message of a Goodbye or a trace}
     */
    public String text()
    {
        return text;
    }
}
