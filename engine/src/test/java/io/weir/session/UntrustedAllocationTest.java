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

import io.weir.DataHeader;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.allocation.AllocatedBytes;
import io.weir.codecs.CreditFrame;
import io.weir.codecs.DataFrame;
import io.weir.codecs.FrameHeader;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamIds;
import io.weir.link.FrameConsumer;
import io.weir.link.Inlet;
import io.weir.link.LaneReader;
import io.weir.link.LaneWriter;
import io.weir.link.MemoryLink;
import io.weir.link.RawFrames;
import io.weir.link.RingLane;
import io.weir.test.Rule;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What is validated and measured before it is handed on costs no byte a frame either (T-9). */
class UntrustedAllocationTest
{
    private static final int PAYLOAD = 64;
    private static final int LANE_LENGTH = 1 << 16;
    private static final int CELL_LENGTH = 128;
    private static final int MAX_FRAME = 4096;
    private static final long ID = StreamIds.of(1, 0, StreamIds.CONNECTOR);

    private final RingLane lane = new RingLane(LANE_LENGTH, CELL_LENGTH, MAX_FRAME);
    private final LaneWriter peer = lane.writer(1);
    private final FrameConsumer answers = this::onAnswer;
    private long received;
    private long limit;
    private long seq;

    @Test
    @Rule({"T-9", "W-4"})
    void shouldAllocateNothingWhenFramesAreValidated()
    {
        try (RemotePeer remote = new RemotePeer())
        {
            remote.provider(RemotePeer.GRANTED, (stream, open) -> new Counting());
            remote.connected(8);
            final MemoryLink link = new MemoryLink(MAX_FRAME);
            remote.agent().open(
                new SessionTerms(2, StreamIds.ACCEPTOR, MAX_FRAME, 8, 1024, ""),
                (agent, index) ->
                {
                    agent.addInlet(new Distrusted(lane.reader(), index), link);
                    return link;
                }).join();
            final byte[] open = RawFrames.open(ID, RemotePeer.GRANTED, InteractionKind.CLIENT_STREAM);
            peer.buffer().putBytes(peer.claim(0, open.length), open);
            peer.commit();

            AllocatedBytes.requireNonePerFrame(() ->
            {
                send();
                remote.cycle();
                link.pollSent(answers);
                return received;
            });
        }
    }

    private void send()
    {
        for (; seq < limit; seq++)
        {
            final int offset = peer.claim(0, DataFrame.frameLength(PAYLOAD));
            if (offset < 0)
            {
                return;
            }
            DataFrame.encode(peer.buffer(), offset, ID, seq, 0, 0, PAYLOAD);
            peer.commit();
        }
    }

    private void onAnswer(final int sessionIndex, final UnsafeBuffer buffer, final int offset, final int length)
    {
        if (CreditFrame.isCredit(FrameHeader.word(buffer, offset)))
        {
            limit = CreditFrame.limit(buffer, offset);
        }
    }

    /** A ring as if it came from outside. */
    private static final class Distrusted implements Inlet
    {
        private final LaneReader reader;
        private final int sessionIndex;
        private FrameConsumer consumer;
        private final FrameConsumer readdressed = this::onFrame;

        Distrusted(final LaneReader reader, final int sessionIndex)
        {
            this.reader = reader;
            this.sessionIndex = sessionIndex;
        }

        @Override
        public int poll(final FrameConsumer target, final int frames)
        {
            consumer = target;
            return reader.poll(readdressed, frames);
        }

        @Override
        public boolean isExhausted()
        {
            return reader.isExhausted();
        }

        @Override
        public void close()
        {
            reader.close();
        }

        @Override
        public boolean isTrusted()
        {
            return false;
        }

        private void onFrame(final int index, final UnsafeBuffer buffer, final int offset, final int length)
        {
            consumer.onFrame(sessionIndex, buffer, offset, length);
        }
    }

    /** Counts what arrives. */
    private final class Counting implements StreamHandler
    {
        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            received += length == PAYLOAD ? 1 : 0;
        }
    }
}
