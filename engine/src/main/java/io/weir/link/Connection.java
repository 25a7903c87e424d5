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

import io.weir.codecs.SessionCode;

/**
 * A duplex way of frames to one peer outside this process, as long as it holds: what a session's link runs over, and a
 * durable session's several one after the other. Ordered and without loss until it closes; nothing that it brings is
 * trusted (W-4). Owned by one agent, as everything of it is called on that agent's thread.
 */
public interface Connection
{
    /**
     * {@return where frames are encoded; the same object for as long as the connection lives. Claims answer {@link
     * io.weir.Result#BACK_PRESSURED} or, once closed or before this way is open, {@link
     * io.weir.Result#NOT_CONNECTED}. At the connector's end they succeed before the way back is open: Hello is what the
     * acceptor opens it for. What is committed counts as consumed, since nothing can overtake it any more (T-5)}
     */
    FrameSink sink();

    /**
     * Hands on the peer's frames, in place.
     *
     * @param sessionIndex to hand them on under.
     * @param consumer     to take them.
     * @param limit        of frames to hand on.
     * @return the count of frames handed on.
     */
    int poll(int sessionIndex, FrameConsumer consumer, int limit);

    /**
     * {@return whether the last {@link #poll} left frames for one that follows soon: nothing to rest over (T-3)}
     */
    default boolean isHeldBack()
    {
        return false;
    }

    /**
     * Opens the way back to a peer that connected and has sent its Hello; at the connector's end there is nothing to
     * do. Harmless if repeated.
     */
    void openReply();

    /**
     * {@return whether frames can be sent: at the connector's end the peer is there, at the other the way back to it is
     * open}
     */
    boolean isConnected();

    /** {@return whether it is over for good, closed by either side or lost; what had arrived may still be polled} */
    boolean isClosed();

    /** {@return whether it is closed, and everything that arrived is polled} */
    boolean isDrained();

    /** {@return why it is closed, for a person; empty while it is not} */
    String reason();

    /**
     * {@return the code that fits the {@link #reason} best, for who was still shaking hands: {@link SessionCode#LIMIT}
     * where the peer, or what carries the connection, had no storage for it; {@link SessionCode#IDLE} else}
     */
    default SessionCode lossCode()
    {
        return SessionCode.IDLE;
    }

    /**
     * {@return whether the peer has sent something that was polled or can be; a peer that has not gives way to others
     * (N-2)}
     */
    boolean hasSpoken();

    /**
     * {@return whether it is over, or about to be, for a fault of what carries it, such as a media driver that is gone,
     * and not of the peer's}
     */
    boolean isTransportLost();

    /** {@return the longest frame in bytes that it takes whole (W-3); known once it is connected} */
    int maxFrame();

    /**
     * What the connection must do now and then, such as to begin to replace a way that nears the end of its positions.
     *
     * @param epoch of the session's connection, to be named in Roll (N-5).
     * @return the work done, 0 for none.
     */
    int work(long epoch);

    /**
     * The peer's Roll has arrived: its frames go on in another place (N-5).
     *
     * @param transportSessionId of that place.
     * @return whether that is possible; if not, the peer has violated the protocol.
     */
    boolean onRoll(int transportSessionId);

    /**
     * Closes it: what was committed is still sent if the peer is there, what arrived and is not polled is forgotten.
     */
    void close();

    /** {@return where it leads, for a person} */
    String description();
}
