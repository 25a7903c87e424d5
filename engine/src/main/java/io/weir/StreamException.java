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

package io.weir;

import io.weir.codecs.CloseReason;
import io.weir.codecs.StreamErrorCode;

/**
 * A stream that did not end well, where that is told by an exception: to Flow's subscribers, iterators and callers of
 * typed capabilities. Thrown by a provider's own code it does the reverse: the stream is closed with its code and its
 * message, and nothing goes to the error log.
 */
public final class StreamException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /** How the stream closed. */
    private final CloseReason reason;

    /** The error that ended it. */
    private final StreamErrorCode code;

    /**
     * An error for a provider to answer with.
     *
     * @param code    of the error, such as INVALID_PARAMS.
     * @param message for a person at the other end.
     */
    public StreamException(final StreamErrorCode code, final String message)
    {
        this(CloseReason.ERROR, code, message);
    }

    /**
     * The end of a stream.
     *
     * @param reason  of its Close.
     * @param code    of the error that ended it, NULL_VAL when there was none.
     * @param message for a person.
     */
    public StreamException(final CloseReason reason, final StreamErrorCode code, final String message)
    {
        super(message);
        this.reason = reason;
        this.code = code;
    }

    /** {@return how the stream closed: ERROR, POLICY or CANCEL} */
    public CloseReason reason()
    {
        return reason;
    }

    /** {@return the code of the error that ended it, NULL_VAL when there was none} */
    public StreamErrorCode code()
    {
        return code;
    }

    @Override
    public String toString()
    {
        return getClass().getName() + ": " + reason + (StreamErrorCode.NULL_VAL == code ? "" : " " + code) +
            (null == getMessage() || getMessage().isEmpty() ? "" : ": " + getMessage());
    }
}
