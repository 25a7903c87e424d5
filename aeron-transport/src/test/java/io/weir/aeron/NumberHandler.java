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
package io.weir.aeron;

import io.weir.DataHeader;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.codecs.CloseReason;
import io.weir.codecs.StreamErrorCode;
import org.agrona.DirectBuffer;

/** Requires the numbers of a {@link NumberSender} one after the other. Written by the agent, read by any thread. */
class NumberHandler implements StreamHandler
{
    private volatile Stream stream;
    private volatile long received;
    private volatile String fault = "";
    private volatile int closes;
    private volatile StreamErrorCode code;
    private volatile boolean ended;

    NumberHandler accepted(final Stream accepted)
    {
        stream = accepted;
        return this;
    }

    @Override
    public void onOpened(final Stream opened)
    {
        stream = opened;
    }

    @Override
    public void onData(
        final Stream from,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final DataHeader header)
    {
        final long number = buffer.getLong(offset);
        if (number != received && fault.isEmpty())
        {
            fault = "number " + number + " instead of " + received;
        }
        received = number + 1;
    }

    @Override
    public void onEnd(final Stream from)
    {
        ended = true;
    }

    @Override
    public void onClosed(final Stream from, final CloseReason reason, final StreamErrorCode why)
    {
        code = why;
        closes++;
    }

    /** {@return the stream, null before it is open} */
    Stream stream()
    {
        return stream;
    }

    /** {@return the count of numbers received} */
    long received()
    {
        return received;
    }

    /** {@return the first number that was out of turn, empty if there was none} */
    String fault()
    {
        return fault;
    }

    boolean isEnded()
    {
        return ended;
    }

    /** {@return how often the end of the stream was heard} */
    int closes()
    {
        return closes;
    }

    /** {@return the code with which the stream was closed} */
    StreamErrorCode code()
    {
        return code;
    }
}
