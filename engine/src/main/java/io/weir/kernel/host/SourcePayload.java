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
package io.weir.kernel.host;

import io.weir.codecs.kernel.PayloadForm;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The payload of an input on its way into a world: as it is where it is short enough to be inline, else kept as a blob
 * and named (K-15). Owned by the thread of a source.
 *
 * <pre>
 *     payload.set(bytes, 0, length);                                       // forces the disk if it is long
 *     encoder.form(payload.form()) … .putPayload(payload.buffer(), payload.offset(), payload.length());
 *     …
 *     payload.release();                                                   // the input has been answered
 * </pre>
 */
public final class SourcePayload
{
    private final WorldBlobs blobs;
    private final int inline;
    private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[WorldBlobs.NAME_LENGTH]);
    private DirectBuffer buffer = bytes;
    private int offset;
    private int length;
    private String name;

    SourcePayload(final WorldBlobs blobs, final int inline)
    {
        this.blobs = blobs;
        this.inline = inline;
    }

    /**
     * Takes a payload, and releases the one before.
     *
     * @param source of the bytes; they must stay until the input is encoded.
     * @param at     of the first.
     * @param count  of bytes.
     * @return this.
     * @throws io.weir.journal.JournalException if it is long, and the disk is full or fails.
     * @throws IllegalStateException            if it is long, and as many blobs are retained as may be.
     */
    public SourcePayload set(final DirectBuffer source, final int at, final int count)
    {
        release();
        if (count <= inline)
        {
            buffer = source;
            offset = at;
            length = count;
        }
        else
        {
            name = blobs.put(source, at, count);
            WorldBlobs.putName(name, bytes, 0);
            buffer = bytes;
            offset = 0;
            length = WorldBlobs.NAME_LENGTH;
        }
        return this;
    }

    /** {@return what the input is to say of the payload} */
    public PayloadForm form()
    {
        return name == null ? PayloadForm.INLINE : PayloadForm.BLOB;
    }

    /** {@return what holds the payload, or its name} */
    public DirectBuffer buffer()
    {
        return buffer;
    }

    /** {@return where in the buffer it begins} */
    public int offset()
    {
        return offset;
    }

    /** {@return how many bytes there are of it} */
    public int length()
    {
        return length;
    }

    /** {@return the name of the blob; null if the payload is inline} */
    public String name()
    {
        return name;
    }

    /** Lets go of the blob, if there is one: the input that names it has been answered, or will not be sent. */
    public void release()
    {
        if (name != null)
        {
            blobs.release(name);
            name = null;
        }
        buffer = bytes;
        offset = 0;
        length = 0;
    }
}
