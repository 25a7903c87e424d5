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
package io.weir.session;

import io.weir.StreamRequest;
import io.weir.codecs.CancelReason;
import io.weir.codecs.CloseReason;
import io.weir.codecs.SessionCode;
import io.weir.codecs.StreamErrorCode;
import io.weir.link.FrameSink;
import io.weir.link.Link;
import io.weir.stream.ControlFrames;
import io.weir.stream.StreamOutput;

/**
 * Encodes the agent's own frames of one session into its link. A claim that a callback left open is given up: it would
 * stand in the way of other streams' control (S-6).
 */
final class SessionOutput implements StreamOutput
{
    private final FrameSink sink;
    private final int peerIndex;
    private final int maxText;

    SessionOutput(final Link link)
    {
        sink = link.sink();
        peerIndex = link.peerIndex();
        maxText = link.maxFrame() >> 1;
    }

    @Override
    public FrameSink sink()
    {
        return sink;
    }

    @Override
    public int peerIndex()
    {
        return peerIndex;
    }

    @Override
    public boolean open(final long streamId, final StreamRequest request, final int window)
    {
        return ControlFrames.open(free(), peerIndex, streamId, request, window);
    }

    @Override
    public boolean credit(final long streamId, final long limit)
    {
        return ControlFrames.credit(free(), peerIndex, streamId, limit);
    }

    @Override
    public boolean error(final long streamId, final StreamErrorCode code, final String message)
    {
        return ControlFrames.error(free(), peerIndex, streamId, code, ControlFrames.text(message, maxText));
    }

    @Override
    public boolean close(final long streamId, final long finalSeq, final CloseReason reason)
    {
        return ControlFrames.close(free(), peerIndex, streamId, finalSeq, reason);
    }

    @Override
    public boolean cancel(final long streamId, final CancelReason reason)
    {
        return ControlFrames.cancel(free(), peerIndex, streamId, reason);
    }

    boolean goodbye(final SessionCode code, final String message)
    {
        return SessionFrames.goodbye(free(), peerIndex, code, ControlFrames.text(message, maxText));
    }

    private FrameSink free()
    {
        sink.abort();
        return sink;
    }
}
