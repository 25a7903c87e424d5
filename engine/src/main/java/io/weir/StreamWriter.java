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

import io.weir.codecs.StreamErrorCode;
import org.agrona.DirectBuffer;

/**
 * Emits on one stream, one direction, from one thread: encodes each frame where it will be read (T-2). Made
 * by {@link Stream#writer()} and its kin, which say whose thread it is. Every result below 0 is one of {@link Result};
 * what was refused was not sent and not kept.
 */
public interface StreamWriter
{
    /** {@return the stream written to} */
    Stream stream();

    /**
     * Sends one Data frame.
     *
     * @param buffer holds the payload; copied before this returns.
     * @param offset of the payload.
     * @param length of the payload in bytes.
     * @return the frame's seq, or BACK_PRESSURED, NO_CREDIT, NOT_CONNECTED, CLOSED, MAX_PAYLOAD_EXCEEDED.
     */
    default long offer(final DirectBuffer buffer, final int offset, final int length)
    {
        return offer(buffer, offset, length, 0);
    }

    /**
     * Sends one Data frame with flags.
     *
     * @param buffer holds the payload; copied before this returns.
     * @param offset of the payload.
     * @param length of the payload in bytes.
     * @param flags  {@link io.weir.codecs.DataFrame#MORE}, {@link io.weir.codecs.DataFrame#END}.
     * @return the frame's seq, or BACK_PRESSURED, NO_CREDIT, NOT_CONNECTED, CLOSED, MAX_PAYLOAD_EXCEEDED.
     */
    long offer(DirectBuffer buffer, int offset, int length, int flags);

    /**
     * Sends one message in as many Data frames as it needs, all but the last with MORE, all or none (W-3).
     *
     * @param buffer holds the message; copied before this returns.
     * @param offset of the message.
     * @param length of the message in bytes.
     * @return the seq of its last frame, or BACK_PRESSURED, NO_CREDIT, NOT_CONNECTED, CLOSED, MAX_PAYLOAD_EXCEEDED.
     */
    long offerMessage(DirectBuffer buffer, int offset, int length);

    /**
     * Claims a Data frame to encode its payload in place. The claim must be committed or aborted, in finally, before
     * anything else is sent through the same lane or agent. At most one claim is open per lane (T-2); an agent's that
     * is open still when the agent has something of its own to send, or at the end of the duty cycle, is aborted.
     *
     * @param length of the payload in bytes.
     * @param claim  to fill in; reusable once committed or aborted.
     * @return the frame's seq, or BACK_PRESSURED, NO_CREDIT, NOT_CONNECTED, CLOSED, MAX_PAYLOAD_EXCEEDED.
     */
    long tryClaim(int length, DataClaim claim);

    /**
     * Half-closes this direction with an empty Data with END, which takes the next seq and costs no credit (S-4). The
     * opener waits with it, as with all it sends, for the acceptor's first Credit (C-2). When an acceptor that has
     * ended, or has sent the one message of its kind, takes nothing (the kind brings it nothing, or it has called
     * {@link Stream#stopReceiving()}), the stream closes with END soon after, by itself (S-8). One that has heard the
     * opener's END says itself how the stream closes.
     *
     * @return its seq, or BACK_PRESSURED, NO_CREDIT, NOT_CONNECTED, CLOSED.
     */
    long end();

    /**
     * Closes the stream in good order, behind all Data sent (S-4). Acceptor only.
     *
     * @return the count of Data sent, also if the stream has closed with END by itself before; or
     * BACK_PRESSURED, NOT_CONNECTED, CLOSED.
     * @throws IllegalStateException on the opener's side, which ends or cancels.
     */
    long close();

    /**
     * Closes the stream with an Error and a Close(ERROR), both behind all Data sent (S-2). Acceptor only.
     *
     * @param code    of the error.
     * @param message for a person.
     * @return the count of Data sent, or BACK_PRESSURED, NOT_CONNECTED, CLOSED.
     * @throws IllegalStateException on the opener's side.
     */
    long close(StreamErrorCode code, String message);

    /** {@return the count of frames for which there is credit now} */
    long credit();

    /**
     * Waits until the least that was refused could pass, or any frame where nothing was, or the stream has ended. Not
     * on an agent's thread (C-5).
     *
     * @param timeoutNs to wait at most, in ns.
     * @return true when an offer may succeed or will say CLOSED, false when the time is up or the thread is
     * interrupted.
     * @throws IllegalStateException for the agent's own writer, and on the agent's thread for any.
     */
    boolean awaitWritable(long timeoutNs);

    /**
     * Lets go of the stream, so that another writer can take it once the receiver has passed what was sent here; until
     * then that writer's offers answer BACK_PRESSURED (T-5).
     */
    void release();
}
