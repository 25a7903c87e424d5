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
 * Why a session has ended, or a durable one is without a connection, as far as this side can tell. Beside it stands the
 * {@link io.weir.codecs.SessionCode} of the wire, which says less: it is what the two sides told each other, if they
 * still could. Not sent, so it may grow.
 */
public enum SessionCloseReason
{
    /** This side closed it: {@link Session#close()}, or {@link Engine#close()}. */
    CLOSED,
    /** The peer said Goodbye; its code says why, and its words are the text. Connect anew or elsewhere. */
    PEER_CLOSED,
    /**
     * The peer was silent for longer than {@code weir.session.loss.timeout} (N-3): it is gone, stuck in a handler or
     * paused, or the network is. Connect anew; the peer finds its end lost as well.
     */
    PEER_SILENT,
    /**
     * The connection ended without a Goodbye (N-3): the peer's process died, its agent stopped, it closed without a
     * word, or the transport gave the way to it up. The text tells. Connect anew.
     */
    CONNECTION_LOST,
    /**
     * What carries the connection failed: the media driver is gone, or the transport threw. The peer may be well. The
     * transport is looked for again by itself; connect anew when it is there.
     */
    TRANSPORT_LOST,
    /** The peer sent a frame that is none, or that no correct peer sends (W-4): the text says what. Report it. */
    PROTOCOL_VIOLATION,
    /**
     * A durable session had no connection for longer than {@code weir.session.retention.time} (N-4). What was retained
     * is given up; connect anew.
     */
    RETENTION_EXCEEDED,
    /**
     * A durable session could not be resumed (N-4): either side no longer has what the other would need, the token was
     * not its own, or the peer is closing. The text says which. Connect anew.
     */
    RESUME_REFUSED,
    /**
     * Something threw in this side's part of the session that no handler's exception accounts for, such as the
     * OutOfMemoryError of one allocation (T-11). The session ended alone; the error log has what was thrown. The peer
     * is told LIMIT where memory was short, SHUTDOWN else.
     */
    FAILED,
    /** This side's agent was stopped before the session could be closed in good order. */
    STOPPED
}
