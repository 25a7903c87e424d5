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

package io.weir.caps;

import io.weir.Result;
import io.weir.StreamException;
import io.weir.codecs.CloseReason;
import io.weir.codecs.StreamErrorCode;

/** What went wrong with a call, as an exception. */
final class Failures
{
    private Failures()
    {
    }

    /** {@return the exception for what {@code Session.open} answered} */
    static StreamException notOpened(final String capability, final long result)
    {
        final String message = capability + " was not opened: " + Result.name(result);
        if (Result.MAX_PAYLOAD_EXCEEDED == result)
        {
            return new StreamException(
                StreamErrorCode.INVALID_PARAMS, message + ": the params do not fit one frame");
        }
        if (Result.REJECTED == result || Result.BACK_PRESSURED == result)
        {
            return new StreamException(CloseReason.POLICY, StreamErrorCode.REJECTED, message);
        }
        return new StreamException(StreamErrorCode.PROVIDER_DISCONNECTED, message);
    }

    /** {@return the exception for the end of a stream that was not a good one} */
    static StreamException closed(
        final String capability,
        final CloseReason reason,
        final StreamErrorCode code,
        final String message)
    {
        final String said = message.isEmpty() ? "" : ": " + message;
        return new StreamException(
            reason, code, capability + " closed with " + reason +
                (StreamErrorCode.NULL_VAL == code ? "" : " " + code) + said);
    }

    /** {@return the exception for a message that is none of the declared type} */
    static StreamException undecodable(final String capability, final RuntimeException cause)
    {
        final StreamException ex = new StreamException(
            CloseReason.CANCEL, StreamErrorCode.INTERNAL,
            capability + " sent what cannot be read: " + cause.getMessage());
        ex.initCause(cause);
        return ex;
    }
}
