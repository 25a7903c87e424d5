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
package io.weir.link;

import org.agrona.DirectBuffer;

/**
 * The duplex way of one session between its agent and its peer, as the session sees it. Implemented by rings, where
 * frames arrive by the agent's inlets, and over the {@linkplain Connection connections} of transports.
 */
public interface Link
{
    /** {@return where the agent's own frames go} */
    FrameSink sink();

    /** {@return the session's index at the receiver of {@link #sink()}} */
    int peerIndex();

    /** {@return whether the peer is outside this process, so that nothing is granted by default (S-7)} */
    boolean isRemote();

    /** {@return the longest frame in bytes that the link takes whole (W-3)} */
    int maxFrame();

    /** {@return what a lane leads to: lanes serve all sessions with the same receiver (T-1)} */
    Object receiver();

    /**
     * Opens a lane into the receiver. Any thread.
     *
     * @param publishBatch count of commits that are published together at most, while a batch is open.
     * @return the emitter's end.
     */
    LaneWriter openLane(int publishBatch);

    /** {@return the session's index for frames that go through a lane} */
    int laneIndex();

    /** {@return whether the peer is gone} */
    boolean isDisconnected();

    /** {@return the greatest count of longest frames that can be on their way at once, and so of one message} */
    default int maxMessageFrames()
    {
        return sink().maxFrames(maxFrame());
    }

    /**
     * Takes a frame of the session that is neither a stream's nor Goodbye, already validated.
     *
     * @param word   the frame's header.
     * @param buffer that holds the frame.
     * @param offset at which the frame begins.
     * @return whether this link knows what it means; if not, it is skipped and counted.
     */
    default boolean onSessionFrame(final long word, final DirectBuffer buffer, final int offset)
    {
        return false;
    }

    /** The session has ended. Harmless if repeated. */
    default void close()
    {
    }
}
