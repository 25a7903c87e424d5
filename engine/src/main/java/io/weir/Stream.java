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

import io.weir.codecs.CancelReason;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;

/**
 * One end of a stream. The opener consumes a capability, the acceptor provides it. Owned by the session's agent; the
 * methods that other threads may call say so.
 */
public interface Stream
{
    /** {@return the stream's id, unique within its session (W-1); of any thread} */
    long id();

    /** {@return the session that carries the stream; of any thread} */
    Session session();

    /** {@return the name of the capability, domain.name; of any thread} */
    String capability();

    /** {@return which directions of the stream carry Data (S-8); of any thread} */
    InteractionKind kind();

    /** {@return whether this end opened the stream; of any thread} */
    boolean isOpener();

    /** {@return whether this end has neither ended nor been told to end; of any thread, exact on the agent} */
    boolean isOpen();

    /** {@return the window that this end grants to its peer, in frames (C-3); of any thread} */
    int window();

    /** {@return the application's own object; on the agent} */
    Object attachment();

    /**
     * Attaches an object of the application's, on the agent.
     *
     * @param attachment to return from {@link #attachment()}.
     */
    void attachment(Object attachment);

    /**
     * Switches to explicit consumption: a frame counts as consumed when {@link #consumed(long)} says so, not when the
     * handler returns (C-4). To be called before the first Data arrives: in onOpened or in the provider's onOpen.
     */
    void consumeExplicitly();

    /**
     * Says that more frames are consumed, which gives their credit back in batches of half a window (C-4). By one
     * thread at a time, any thread.
     *
     * @param frames count of frames, consumed since the last call.
     * @throws IllegalStateException if more is consumed than was received, or the stream does not consume explicitly.
     */
    void consumed(long frames);

    /**
     * Adds to the demand of a stream that was opened held, or accepted with {@link #requestExplicitly()}: no more
     * frames are granted than were demanded (C-9). Any number of threads.
     *
     * @param frames count of frames, positive; the sum saturates.
     * @throws IllegalStateException if the stream's demand is not stated explicitly.
     */
    void request(long frames);

    /**
     * Holds the first grant to the opener, which may send nothing until {@link #request(long)} states demand, and then
     * no more than was demanded (C-9). Acceptor only, in the provider's onOpen; the opener asks for it in {@link
     * StreamRequest#held(boolean)}.
     *
     * @throws IllegalStateException on the opener's side, or when a grant was made already.
     */
    void requestExplicitly();

    /**
     * {@return the writer that emits on the agent's thread; only to be used there}
     *
     * @throws IllegalStateException if the kind forbids this direction (S-8).
     */
    StreamWriter writer();

    /**
     * The writer that emits through a lane, to be used by the lane's owner. A stream has one emitter at a time: the
     * first offer takes it, {@link StreamWriter#release()} gives it up (T-5).
     *
     * @param lane acquired from this stream's session.
     * @return the writer.
     * @throws IllegalStateException    if the kind forbids this direction (S-8).
     * @throws IllegalArgumentException if the lane leads elsewhere than this session.
     */
    StreamWriter writer(Lane lane);

    /**
     * The writer for threads without a lane: shares a striped lane under a lock, so it is slower (T-1). Any thread.
     *
     * @return the writer.
     * @throws IllegalStateException if the kind forbids this direction (S-8).
     */
    StreamWriter sharedWriter();

    /**
     * Asks for the end of a stream that this end opened; no Data is delivered from then on. The acceptor's answer is
     * heard in onClosed, at most the cancel time-out later (S-5). Any thread, any number of times.
     *
     * @throws IllegalStateException on the acceptor's side.
     */
    void cancel();

    /**
     * As {@link #cancel()}, which says REQUESTED, with a reason that the provider hears of (S-5). The first one counts.
     *
     * @param reason why no more is wanted.
     * @throws IllegalArgumentException if it is no reason: NULL_VAL or SBE_UNKNOWN.
     * @throws IllegalStateException    on the acceptor's side.
     */
    void cancel(CancelReason reason);

    /**
     * {@return why the stream was cancelled: on the acceptor's side what the opener's Cancel said, on the opener's what
     * it sent itself, on either INTERRUPTED or SHUTDOWN when its own session was interrupted or closed; NULL_VAL as
     * long as nobody cancelled it. Set before onClosed is heard; of any thread}
     */
    CancelReason cancelReason();

    /**
     * Takes no more of what the opener sends (S-8): neither onData nor onEnd is heard any more, nothing more is
     * granted, and what is on its way is dropped and counted. The other direction goes on. Once this end has sent all
     * of its own, which is END or the only message of the kind, the stream closes with END by itself, before or after
     * this call. Does nothing where the kind brings no Data. Acceptor only; any thread, any number of times.
     *
     * @throws IllegalStateException on the opener's side, which cancels.
     */
    void stopReceiving();

    /**
     * Ends a stream that this end accepted at once, overtaking Data under way: an Error with the code, then Close
     * (S-2, S-4), whose reason is POLICY for KILLED, REJECTED and DROPPED (S-7), else ERROR. To end behind all Data
     * sent, use {@link StreamWriter#close(StreamErrorCode, String)}. Any thread, any number of times; the first counts.
     *
     * @param code    of the Error.
     * @param message for a person.
     * @throws IllegalStateException on the opener's side.
     */
    void abort(StreamErrorCode code, String message);

    /**
     * Gives the stream up because the application's own code failed, as if the handler had thrown (S-6): the error is
     * logged, the opener cancels with CONSUMER_FAILED, the acceptor closes with PROVIDER_CRASHED. Of a stream that has
     * ended only the log hears. Any thread.
     *
     * @param cause to log.
     */
    void fail(Throwable cause);

    /**
     * Has {@link StreamHandler#onWoken} called on the agent, in its next duty cycle or the one after, once for several
     * calls that come before it; also when the stream has ended meanwhile. Any thread, any number of them.
     */
    void wakeUp();
}
