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

/**
 * What an operation answers when it did not do what was asked: named negative longs, each with its remedy (T-8). A
 * result of 0 or more is success. No operation queues anything behind the caller's back: what is refused is for the
 * caller to keep, to repeat or to drop.
 */
public final class Result
{
    /**
     * The link or the agent's command queue is full, or the stream is being handed over between lanes. Nothing was
     * sent. Go on in {@code onWritable}, after {@link Lane#poll()} or after {@link StreamWriter#awaitWritable(long)}
     * (C-5).
     */
    public static final long BACK_PRESSURED = -1;

    /**
     * The receiver has granted no credit beyond what was sent. Nothing was sent. Go on in {@code onWritable}, after
     * {@link Lane#poll()} or after {@link StreamWriter#awaitWritable(long)} (C-5).
     */
    public static final long NO_CREDIT = -2;

    /** The peer is gone. Nothing was sent, and the session ends; connect anew. */
    public static final long NOT_CONNECTED = -3;

    /**
     * The stream or this direction of it has ended, or the session has or is closing. Nothing was sent, and nothing
     * ever will be: stop. Why, onClosed says.
     */
    public static final long CLOSED = -4;

    /**
     * The frame is larger than the link takes, or the message larger than the stream's window (W-3). It can never be
     * sent: send it in smaller messages, or open with a larger window.
     */
    public static final long MAX_PAYLOAD_EXCEEDED = -5;

    /**
     * Of {@link Session#open} alone: the session's limit of streams is reached (N-7). No stream was opened: let others
     * end first, or raise {@code weir.session.streams.max}.
     */
    public static final long REJECTED = -6;

    private Result()
    {
    }

    /**
     * {@return the name of a result, for messages and logs}
     *
     * @param result of an operation.
     */
    public static String name(final long result)
    {
        if (result >= 0)
        {
            return "OK";
        }
        return switch ((int)result)
        {
            case (int)BACK_PRESSURED -> "BACK_PRESSURED";
            case (int)NO_CREDIT -> "NO_CREDIT";
            case (int)NOT_CONNECTED -> "NOT_CONNECTED";
            case (int)CLOSED -> "CLOSED";
            case (int)MAX_PAYLOAD_EXCEEDED -> "MAX_PAYLOAD_EXCEEDED";
            case (int)REJECTED -> "REJECTED";
            default -> "UNKNOWN " + result;
        };
    }
}
