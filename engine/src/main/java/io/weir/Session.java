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
 * A link between two engines that carries streams both ways. Every method may be called by any thread, on the agent
 * without a detour.
 */
public interface Session extends AutoCloseable
{
    /** {@return the session's id, the same on both sides} */
    long id();

    /** {@return who the peer is to policy; empty in process unless the engine says otherwise} */
    String principal();

    /** {@return whether streams can be opened} */
    boolean isOpen();

    /** {@return whether it outlives its connections to a peer outside this process, as both sides agreed (N-4)} */
    default boolean isDurable()
    {
        return false;
    }

    /** {@return whether it is durable and without a connection now: what is sent waits for the next one (N-4)} */
    default boolean isDetached()
    {
        return false;
    }

    /** {@return the count of streams of this end that have not ended, tombstones included; exact on the agent} */
    int streamCount();

    /** {@return the largest payload of one Data frame, in bytes (W-3)} */
    int maxPayload();

    /**
     * Opens a stream. On the agent the Open is sent before this returns, from another thread a command is handed to the
     * agent, and the request is copied (S-9). The handler hears onOpened first.
     *
     * @param request names the capability and the terms.
     * @param handler of this end.
     * @return 0 when it is under way, or BACK_PRESSURED, NOT_CONNECTED, CLOSED, MAX_PAYLOAD_EXCEEDED, REJECTED: then
     * there is no stream and the handler hears nothing. On another thread than the agent 0 says that the command is
     * handed over; what the agent then cannot open, the handler hears of in a single onClosed, without onOpened.
     * @throws IllegalArgumentException if the capability is no name, or window or deadline are out of range.
     */
    long open(StreamRequest request, StreamHandler handler);

    /**
     * Acquires a lane for the calling thread into the agent where this session's frames are read. Threads that emit now
     * and then, and virtual ones, do with {@link Stream#sharedWriter()}.
     *
     * @return the lane, to be used and closed by the calling thread alone.
     * @throws IllegalStateException when all lanes of the engine are taken: close one, or raise {@code weir.lane.max}.
     */
    Lane acquireLane();

    /** Cancels what this end opened and closes what it accepted with CANCEL (S-10). */
    void interrupt();

    /**
     * Ends the session in good order: refuses opens, lets streams finish until the time-out, then interrupts, then says
     * Goodbye (S-10). Returns at once; harmless when closed.
     */
    @Override
    void close();
}
