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

import io.weir.config.Settings;
import io.weir.link.FrameSink;
import io.weir.link.LaneWriter;
import io.weir.link.Link;
import io.weir.link.RingLane;

/** A session's way to another agent of this process: one hop, trusted (W-4). */
final class RingLink implements Link
{
    private final LaneWriter sink;
    private final SessionAgent peer;
    private final int peerIndex;
    private final int maxFrame;

    RingLink(final LaneWriter sink, final SessionAgent peer, final int peerIndex, final int maxFrame)
    {
        this.sink = sink;
        this.peer = peer;
        this.peerIndex = peerIndex;
        this.maxFrame = maxFrame;
    }

    /**
     * A lane into an agent; its far end is polled from the agent's next duty cycle on. Of an agent's own lane the
     * emitter is named: its sessions end with the lane.
     */
    static LaneWriter openLane(final SessionAgent receiver, final SessionAgent emitter, final int publishBatch)
    {
        final RingLane lane = new RingLane(
            receiver.config().configuration().value(Settings.LANE_LENGTH),
            receiver.config().configuration().value(Settings.LANE_CELL_LENGTH),
            receiver.config().configuration().value(Settings.FRAME_MAX));
        receiver.addInlet(lane.reader(), emitter);
        return lane.writer(publishBatch);
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
    public boolean isRemote()
    {
        return false;
    }

    @Override
    public int maxFrame()
    {
        return maxFrame;
    }

    @Override
    public Object receiver()
    {
        return peer;
    }

    @Override
    public LaneWriter openLane(final int publishBatch)
    {
        return openLane(peer, null, publishBatch);
    }

    @Override
    public int laneIndex()
    {
        return peerIndex;
    }

    @Override
    public boolean isDisconnected()
    {
        return sink.isDisconnected();
    }
}
