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

package io.weir.flow;

import io.weir.Result;
import io.weir.codecs.CancelReason;
import io.weir.codecs.CloseReason;
import io.weir.codecs.StreamErrorCode;

/**
 * A stream ended otherwise than in good order, or could not be opened. What was received before is delivered before it
 * is thrown or signalled.
 */
public final class StreamException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /** Capability of the stream. */
    private final String capability;
    /** Reason of the end. */
    private final CloseReason reason;
    /** Code of the error, NULL_VAL for none. */
    private final StreamErrorCode code;
    /** What the peer wrote. */
    private final String text;
    /** Why the stream was cancelled, NULL_VAL if it was not. */
    private final CancelReason cancelReason;

    /**
     * Creates the exception of a stream's end.
     *
     * @param capability of the stream.
     * @param reason     of the end: ERROR, POLICY or CANCEL.
     * @param code       of the error, NULL_VAL for none.
     * @param text       what the peer wrote for a person, may be empty.
     */
    public StreamException(
        final String capability,
        final CloseReason reason,
        final StreamErrorCode code,
        final String text)
    {
        this(capability, reason, code, text, CancelReason.NULL_VAL);
    }

    /**
     * Creates the exception of a stream that was cancelled.
     *
     * @param capability   of the stream.
     * @param reason       of the end: ERROR, POLICY or CANCEL.
     * @param code         of the error, NULL_VAL for none.
     * @param text         what the peer wrote for a person, may be empty.
     * @param cancelReason why it was cancelled, NULL_VAL if it was not.
     */
    public StreamException(
        final String capability,
        final CloseReason reason,
        final StreamErrorCode code,
        final String text,
        final CancelReason cancelReason)
    {
        super(capability + " closed with " + reason + (StreamErrorCode.NULL_VAL == code ? "" : ", " + code) +
            (CancelReason.NULL_VAL == cancelReason ? "" : ", " + cancelReason) +
            (text.isEmpty() ? "" : ": " + text));
        this.capability = capability;
        this.reason = reason;
        this.code = code;
        this.text = text;
        this.cancelReason = cancelReason;
    }

    /**
     * Creates what a provider's publisher or method fails with to close its stream with a code of its choice.
     *
     * @param code of the error, such as INVALID_PARAMS.
     * @param text for a person at the other end.
     */
    public StreamException(final StreamErrorCode code, final String text)
    {
        super(code + ": " + text);
        this.capability = "";
        this.reason = CloseReason.ERROR;
        this.code = code;
        this.text = text;
        this.cancelReason = CancelReason.NULL_VAL;
    }

    /** {@return the same, thrown by the calling thread} */
    StreamException again()
    {
        final StreamException again = new StreamException(capability, reason, code, text, cancelReason);
        again.initCause(this);
        return again;
    }

    /** {@return the code that a provider's stream is closed with when it fails with this} */
    StreamErrorCode answer()
    {
        return StreamErrorCode.NULL_VAL == code || StreamErrorCode.DEFERRED == code ? StreamErrorCode.INTERNAL : code;
    }

    /** What a stream that was not opened is reported with. */
    static StreamException notOpened(final String capability, final long result)
    {
        final String text = "not opened: " + Result.name(result);
        return switch ((int)result)
        {
            // What overload refuses is REJECTED too.
            case (int)Result.REJECTED, (int)Result.BACK_PRESSURED ->
                new StreamException(capability, CloseReason.POLICY, StreamErrorCode.REJECTED, text);
            case (int)Result.MAX_PAYLOAD_EXCEEDED ->
                new StreamException(capability, CloseReason.ERROR, StreamErrorCode.INVALID_PARAMS, text);
            default ->
                new StreamException(capability, CloseReason.ERROR, StreamErrorCode.PROVIDER_DISCONNECTED, text);
        };
    }

    /** {@return the capability of the stream} */
    public String capability()
    {
        return capability;
    }

    /** {@return why the stream ended: ERROR, POLICY, or CANCEL when somebody else than this consumer cancelled} */
    public CloseReason reason()
    {
        return reason;
    }

    /** {@return the code of the error, NULL_VAL for none} */
    public StreamErrorCode code()
    {
        return code;
    }

    /** {@return why the stream was cancelled, by either side; NULL_VAL if it was not (S-5)} */
    public CancelReason cancelReason()
    {
        return cancelReason;
    }

    /** {@return what the peer wrote for a person; may be empty} */
    public String text()
    {
        return text;
    }
}
