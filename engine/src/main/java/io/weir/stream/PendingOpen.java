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
package io.weir.stream;

import io.weir.OpenView;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.codecs.OpenDecoder;
import io.weir.codecs.StreamErrorCode;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What an Open said: on the acceptor's side over the frame itself while it is admitted, over a copy while it is parked;
 * on the opener's side the request until it is sent.
 */
final class PendingOpen implements OpenView
{
    final StreamRequest request;
    private final String principal;
    private final long deadlineNs;
    private final int openerWindow;
    private final boolean held;
    private DirectBuffer buffer;
    private int paramsOffset;
    private final int paramsLength;
    private int contextOffset;
    private final int contextLength;
    private Stream stream;
    private StreamErrorCode refusal;
    private String refusalMessage;

    PendingOpen(final StreamRequest request)
    {
        this.request = request;
        principal = "";
        deadlineNs = request.deadlineNs();
        openerWindow = request.window();
        held = request.held();
        paramsLength = 0;
        contextLength = 0;
    }

    /** Reads a frame: the block by its decoder, what is behind it by its measures. */
    PendingOpen(final MeasuredFrame frame, final OpenDecoder decoder, final String principal)
    {
        request = null;
        this.principal = principal;
        deadlineNs = Math.max(0, decoder.deadlineNs());
        openerWindow = decoder.window();
        held = decoder.flags().held();
        buffer = frame.buffer();
        paramsOffset = frame.varDataOffset(1);
        paramsLength = frame.varDataLength(1);
        contextOffset = frame.varDataOffset(2);
        contextLength = frame.varDataLength(2);
    }

    /** Copies params and context out of the link's buffer. */
    void keep()
    {
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[paramsLength + contextLength]);
        copy.putBytes(0, buffer, paramsOffset, paramsLength);
        copy.putBytes(paramsLength, buffer, contextOffset, contextLength);
        buffer = copy;
        paramsOffset = 0;
        contextOffset = paramsLength;
    }

    int openerWindow()
    {
        return openerWindow;
    }

    boolean held()
    {
        return held;
    }

    StreamErrorCode refusal()
    {
        return refusal;
    }

    String refusalMessage()
    {
        return refusalMessage;
    }

    void stream(final Stream end)
    {
        stream = end;
    }

    @Override
    public Stream stream()
    {
        return stream;
    }

    @Override
    public String principal()
    {
        return principal;
    }

    @Override
    public DirectBuffer buffer()
    {
        return buffer;
    }

    @Override
    public int paramsOffset()
    {
        return paramsOffset;
    }

    @Override
    public int paramsLength()
    {
        return paramsLength;
    }

    @Override
    public int contextOffset()
    {
        return contextOffset;
    }

    @Override
    public int contextLength()
    {
        return contextLength;
    }

    @Override
    public long deadlineNs()
    {
        return deadlineNs;
    }

    @Override
    public StreamHandler refuse(final StreamErrorCode code, final String message)
    {
        if (StreamErrorCode.NULL_VAL == code || StreamErrorCode.DEFERRED == code)
        {
            throw new IllegalArgumentException(code + " does not refuse a stream");
        }
        refusal = code;
        refusalMessage = message;
        return null;
    }
}
