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

package io.weir.policy;

import io.weir.codecs.StreamErrorCode;

/**
 * What policy says. There is no other word for what policy or overload does to a stream (S-7).
 */
public enum Answer
{
    /** The stream may be opened, or may go on. */
    ALLOW(null),

    /** The Open is refused. */
    REJECTED(StreamErrorCode.REJECTED),

    /** The Open is parked and asked about again, when capacity returns, when policy changes, and at its expiry. */
    DEFERRED(StreamErrorCode.DEFERRED),

    /** The Open is ended without reaching its provider. */
    DROPPED(StreamErrorCode.DROPPED),

    /** The stream, which was open, is ended. Only an answer to a review. */
    KILLED(StreamErrorCode.KILLED);

    private final StreamErrorCode code;

    Answer(final StreamErrorCode code)
    {
        this.code = code;
    }

    /**
     * {@return the code of the Error frame that carries it, null for {@link #ALLOW}}
     */
    public StreamErrorCode code()
    {
        return code;
    }
}
