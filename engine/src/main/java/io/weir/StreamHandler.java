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
import org.agrona.DirectBuffer;

/**
 * What one end of a stream does with what arrives. Every method but {@link #onWritable} runs on the session's agent and
 * must return soon: it delays all streams of that agent (T-6). All may offer, consume, cancel and close (T-8). An
 * exception out of a consumer cancels its stream with CONSUMER_FAILED, out of a provider closes it with
 * PROVIDER_CRASHED; it disturbs no other stream (S-6).
 */
public interface StreamHandler
{
    /**
     * The stream exists; called on the opener's side only, before the peer can see the Open (S-9). The place for
     * {@link Stream#consumeExplicitly()}, {@link Stream#request(long)} and {@link Stream#attachment(Object)}. Nothing
     * can be sent yet.
     *
     * @param stream to keep for cancelling, consuming and writing.
     */
    default void onOpened(final Stream stream)
    {
    }

    /**
     * One Data frame, in order, exactly once (S-1). The buffer is valid until this method returns. Unless the stream
     * consumes explicitly, returning is what consumes the frame and so gives its credit back (C-4).
     *
     * @param stream that the frame belongs to.
     * @param buffer that holds the payload where the link has it; never to be written.
     * @param offset of the payload.
     * @param length of the payload in bytes.
     * @param header of the frame: seq, timestamp, flags; valid until this method returns.
     */
    void onData(Stream stream, DirectBuffer buffer, int offset, int length, DataHeader header);

    /**
     * The peer sends no more Data (END, S-4). The other direction may go on.
     *
     * @param stream that is half-closed.
     */
    default void onEnd(final Stream stream)
    {
    }

    /**
     * The stream can be written to: at first when it is open and credit has come, later after an operation that was
     * refused with NO_CREDIT or BACK_PRESSURED, once that operation could pass (of several refused, the least), or
     * after a call in which the credit was used up. So write until you are refused, have written the budget, or have
     * nothing more: who stops earlier is not called again for that credit. Runs on the emitter's thread: the agent, or
     * in {@link Lane#poll()} the lane's owner. What is committed in it is published together when it returns (T-3,
     * C-5).
     *
     * @param stream to write to.
     * @param budget count of frames for which there is credit now; may be 0 after an END or a Close was refused for
     * want
     *               of room, which need none.
     */
    default void onWritable(final Stream stream, final int budget)
    {
    }

    /**
     * The acceptor tells of an error. Informs only: if it is fatal, {@link #onClosed} follows (S-2).
     *
     * @param stream  concerned.
     * @param code    of the error; DEFERRED is a notice that the stream waits for admission (S-7).
     * @param message for a person, may be empty.
     */
    default void onError(final Stream stream, final StreamErrorCode code, final String message)
    {
    }

    /**
     * Somebody called {@link Stream#wakeUp()}: the place to send what another thread left for the agent to send. The
     * only callback that can come after onClosed, to whoever still asks for it.
     *
     * @param stream that was woken.
     */
    default void onWoken(final Stream stream)
    {
    }

    /**
     * The stream has ended; heard exactly once, and last but for onWoken (S-5). A provider that refused the Open has no
     * handler to hear it.
     *
     * @param stream that has ended.
     * @param reason END after a good end, CANCEL after a cancel or an interrupt, ERROR, or POLICY for REJECTED, DROPPED
     *               and KILLED.
     * @param code   of the error that ended it, NULL_VAL when there was none.
     */
    default void onClosed(final Stream stream, final CloseReason reason, final StreamErrorCode code)
    {
    }
}
