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
package io.weir.kernel.record;

import io.weir.codecs.FrameHeader;
import io.weir.codecs.FrameOutcome;
import io.weir.codecs.FrameValidator;
import io.weir.codecs.kernel.KernelSchema;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Walks records, each a length (i32, of what follows) and one message of the kernel's schema, and judges each before it
 * is decoded (W-4). Owned by one thread.
 */
public final class RecordCursor
{
    /** Bytes before a record's message. */
    public static final int LENGTH_LENGTH = Integer.BYTES;

    private final FrameValidator validator = new FrameValidator(KernelSchema.LAYOUTS);
    private DirectBuffer buffer;
    private String what;
    private int position;
    private int end;
    private int recordOffset;
    private int recordLength;

    /** Creates a cursor that is nowhere. */
    public RecordCursor()
    {
    }

    /**
     * Goes before the first record.
     *
     * @param name   of what holds them, for messages.
     * @param source that holds them.
     * @param offset of the first.
     * @param length of all.
     * @return this.
     */
    public RecordCursor wrap(final String name, final DirectBuffer source, final int offset, final int length)
    {
        what = name;
        buffer = source;
        position = offset;
        end = offset + length;
        recordOffset = offset;
        recordLength = 0;
        return this;
    }

    /**
     * Goes to the next record.
     *
     * @return whether there is one.
     * @throws RecordException if what is there is none.
     */
    public boolean next()
    {
        if (position == end)
        {
            return false;
        }
        if (end - position < LENGTH_LENGTH)
        {
            throw fault("ends within the length of a record");
        }
        final int length = buffer.getInt(position, ByteOrder.LITTLE_ENDIAN);
        if (length < FrameHeader.LENGTH || length > end - position - LENGTH_LENGTH)
        {
            throw fault("states a record of " + length + " bytes, with " + (end - position - LENGTH_LENGTH) + " left");
        }
        recordOffset = position + LENGTH_LENGTH;
        recordLength = length;
        final FrameOutcome outcome = validator.validate(buffer, recordOffset, length);
        if (!outcome.isAccepted())
        {
            throw fault("has a record that is " + outcome.text());
        }
        position += LENGTH_LENGTH + length;
        return true;
    }

    /**
     * Goes to the next record, which must be there and of a template.
     *
     * @param templateId that it must have.
     * @param name       of the template, for messages.
     */
    public void require(final int templateId, final String name)
    {
        if (!next() || templateId() != templateId)
        {
            throw fault("should have a " + name);
        }
    }

    /**
     * {@return what to throw about the place of the cursor}
     *
     * @param text that says what is wrong, as a predicate.
     */
    public RecordException fault(final String text)
    {
        return new RecordException(what + " " + text + ", at byte " + position);
    }

    /** {@return the template of the record} */
    public int templateId()
    {
        return validator.templateId();
    }

    /** {@return the version of the record} */
    public int version()
    {
        return validator.version();
    }

    /** {@return where the record's block is} */
    public int blockOffset()
    {
        return validator.blockOffset();
    }

    /** {@return how long the record's block is} */
    public int blockLength()
    {
        return validator.blockLength();
    }

    /**
     * {@return where var data of the record is}
     *
     * @param index in the order of the schema.
     */
    public int dataOffset(final int index)
    {
        return validator.varDataOffset(index);
    }

    /**
     * {@return how long var data of the record is}
     *
     * @param index in the order of the schema.
     */
    public int dataLength(final int index)
    {
        return validator.varDataLength(index);
    }

    /**
     * {@return var data of the record as text}
     *
     * @param index in the order of the schema.
     */
    public String text(final int index)
    {
        return buffer.getStringWithoutLengthAscii(dataOffset(index), dataLength(index));
    }

    /**
     * {@return a copy of var data of the record}
     *
     * @param index in the order of the schema.
     */
    public byte[] bytes(final int index)
    {
        final byte[] bytes = new byte[dataLength(index)];
        buffer.getBytes(dataOffset(index), bytes);
        return bytes;
    }

    /** {@return the offset of the record's message} */
    public int recordOffset()
    {
        return recordOffset;
    }

    /** {@return the length of the record's message} */
    public int recordLength()
    {
        return recordLength;
    }

    /** {@return the buffer that holds the records} */
    public DirectBuffer buffer()
    {
        return buffer;
    }

    /** {@return the offset behind the record} */
    public int position()
    {
        return position;
    }
}
