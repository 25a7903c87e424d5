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

package io.weir.codecs;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The view of a stream's frames for callee modules that only want bytes: a prefix of 17 bytes and a payload (W-2).
 *
 * <pre>
 *   0   1                               9                               17
 *   +---+-------------------------------+-------------------------------+----------------
 *   | k |          session id           |           stream id           |  payload ...
 *   +---+-------------------------------+-------------------------------+----------------
 * </pre>
 *
 * Little endian. The kind (k) is the frame's template id. The payload is what the module can use without SBE:
 *
 * <table>
 *   <caption>Payload of each kind</caption>
 *   <tr><th>kind</th><th>frame</th><th>payload</th></tr>
 *   <tr><td>1</td><td>Open</td><td>params</td></tr>
 *   <tr><td>2</td><td>Data</td><td>payload; empty for an END without a message</td></tr>
 *   <tr><td>3</td><td>Error</td><td>code u16, then the message in UTF-8</td></tr>
 *   <tr><td>4</td><td>Close</td><td>reason u8, then the message in UTF-8</td></tr>
 *   <tr><td>5</td><td>Cancel</td><td>reason u8, then the message in UTF-8</td></tr>
 *   <tr><td>6</td><td>Credit</td><td>limit i64</td></tr>
 * </table>
 *
 * Left out are seq, times, flags, window and context: the runtime has dealt with them before the module sees the frame.
 * A module that must tell the parts of a message (MORE) takes the flyweights instead. Session frames have no such view.
 * <p>
 * Stateless. See {@link PrefixWriter} and {@link PrefixView}.
 */
public final class PrefixFrame
{
    /** Offset of the kind from the start of the prefix, in bytes. */
    public static final int KIND_OFFSET = 0;

    /** Offset of the session id from the start of the prefix, in bytes. */
    public static final int SESSION_ID_OFFSET = KIND_OFFSET + Byte.BYTES;

    /** Offset of the stream id from the start of the prefix, in bytes. */
    public static final int STREAM_ID_OFFSET = SESSION_ID_OFFSET + Long.BYTES;

    /** Offset of the payload from the start of the prefix, in bytes: the length of the prefix. */
    public static final int PAYLOAD_OFFSET = STREAM_ID_OFFSET + Long.BYTES;

    private static final int KIND_MASK = 0xFF;

    private PrefixFrame()
    {
    }

    /**
     * Writes a prefix.
     *
     * @param buffer    to write to; at least {@link #PAYLOAD_OFFSET} bytes from the offset on.
     * @param offset    at which the prefix begins.
     * @param kind      the frame's template id, 0 to 255.
     * @param sessionId of the session that the stream belongs to.
     * @param streamId  of the stream, within its session.
     */
    public static void encode(
        final MutableDirectBuffer buffer,
        final int offset,
        final int kind,
        final long sessionId,
        final long streamId)
    {
        buffer.putByte(offset + KIND_OFFSET, (byte)kind);
        buffer.putLong(offset + SESSION_ID_OFFSET, sessionId, LITTLE_ENDIAN);
        buffer.putLong(offset + STREAM_ID_OFFSET, streamId, LITTLE_ENDIAN);
    }

    /**
     * {@return the kind: the frame's template id, 0 to 255}
     *
     * @param buffer that holds the prefix.
     * @param offset at which the prefix begins.
     */
    public static int kind(final DirectBuffer buffer, final int offset)
    {
        return buffer.getByte(offset + KIND_OFFSET) & KIND_MASK;
    }

    /**
     * {@return the session id}
     *
     * @param buffer that holds the prefix.
     * @param offset at which the prefix begins.
     */
    public static long sessionId(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + SESSION_ID_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * {@return the stream id, within its session}
     *
     * @param buffer that holds the prefix.
     * @param offset at which the prefix begins.
     */
    public static long streamId(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + STREAM_ID_OFFSET, LITTLE_ENDIAN);
    }
}
