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

import static io.weir.link.RawFrames.cancel;
import static io.weir.link.RawFrames.credit;
import static io.weir.link.RawFrames.data;
import static io.weir.link.RawFrames.goodbye;
import static io.weir.link.RawFrames.heartbeat;
import static io.weir.link.RawFrames.ofNextVersion;
import static io.weir.link.RawFrames.open;
import static io.weir.session.RemotePeer.GRANTED;
import static io.weir.session.RemotePeer.id;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.DataHeader;
import io.weir.Stream;
import io.weir.codecs.DataFrame;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.SessionCode;
import io.weir.counters.CounterType;
import io.weir.test.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Frames that come in one message are handled as if each had come alone. */
class SharedMessagesTest
{
    private static final int MAX_STREAMS = 8;
    private static final int STREAMS = 3;
    private static final int WINDOW = 16;
    /** Looked at once a run of frames, and so a lower bound that depends on how they were packed. */
    private static final EnumSet<CounterType> COUNTED_BY_RUNS = EnumSet.of(CounterType.STREAM_BACKLOG_HWM);

    /** Records, and does what the payload says. */
    private static final class Obedient extends RecordingHandler
    {
        private final RemotePeer peer;

        Obedient(final RemotePeer peer)
        {
            super(peer.heard);
            this.peer = peer;
        }

        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            super.onData(stream, buffer, offset, length, header);
            peer.heard.add("seq " + header.seq());
            final String text = buffer.getStringWithoutLengthAscii(offset, length);
            if (text.startsWith("throw"))
            {
                throw new IllegalStateException("meant to fail");
            }
            if (text.startsWith("leave"))
            {
                peer.session().interrupt();
            }
            if (text.startsWith("close"))
            {
                stream.writer().close();
            }
        }
    }

    @Test
    @Rule({"S-1", "W-4"})
    void shouldHandOnAllWhenPlainDataOfOneLengthComesInOneMessage()
    {
        try (RemotePeer peer = peer())
        {
            peer.feedTogether(data(id(1, 0), 0, 0, "one"), data(id(1, 1), 0, 0, "two"), data(id(1, 0), 1, 0, "six"));

            assertEquals(List.of("data one", "seq 0", "data two", "seq 0", "data six", "seq 1"), peer.heard);
            assertEquals(0, peer.count(CounterType.INVALID_FRAMES_TOTAL));
        }
    }

    @Test
    @Rule("C-4")
    void shouldGrantAsOftenWhenDataComesInOneMessage()
    {
        try (RemotePeer peer = peer())
        {
            final byte[][] frames = new byte[WINDOW][];
            Arrays.setAll(frames, seq -> data(id(1, 0), seq, 0, "x"));
            peer.feedTogether(frames);

            final String id = Long.toHexString(id(1, 0));
            assertEquals(List.of("CREDIT " + id + " 24", "CREDIT " + id + " 32"), peer.sent());
        }
    }

    @Test
    @Rule("W-4")
    void shouldGiveTheHandlerWhatWasMeasuredWhenThePeerOverwritesLengths()
    {
        try (RemotePeer peer = peer())
        {
            peer.feedTogether(data(id(1, 0), 0, 0, "abc"));
            peer.connection().peerKeepsWriting();
            peer.feedTogether(data(id(1, 0), 1, 0, "def"), data(id(1, 0), 2, 0, "ghi"));

            assertEquals(List.of("data abc", "seq 0", "data def", "seq 1", "data ghi", "seq 2"), peer.heard);
        }
    }

    @Test
    @Rule("W-4")
    void shouldEndTheSessionWhenTheLastRecordReachesBeyondTheMessage()
    {
        final byte[] frame = data(id(1, 0), 0, 0, "abc");
        for (int cut = 1; cut < frame.length; cut++)
        {
            try (RemotePeer peer = peer())
            {
                // A record within, which says how long the next one is expected to be.
                peer.feedTogether(frame);
                final byte[] wrong = data(id(1, 0), 1, 0, "abc");
                new UnsafeBuffer(wrong).putInt(DataFrame.PAYLOAD_LENGTH_OFFSET, 3 + cut);
                peer.feedTogether(wrong);

                assertEquals(1, peer.count(CounterType.SESSIONS_VIOLATED_TOTAL));
            }
        }
    }

    @Property(tries = 3_000)
    @Rule({"S-1", "S-3", "S-6", "C-4", "C-6", "W-4"})
    void shouldComeToTheSameWhetherFramesShareMessagesOrNot(@ForAll final long seed)
    {
        final List<byte[][]> messages = messages(new SplittableRandom(seed));
        try (RemotePeer together = peer(); RemotePeer alone = peer())
        {
            for (final byte[][] message : messages)
            {
                together.feedTogether(message);
                alone.feed(message);

                assertEquals(alone.heard, together.heard);
                assertEquals(alone.closed(), together.closed());
                if (!alone.closed().isEmpty())
                {
                    // What comes behind the end is not polled any more, or dropped with the rest of its message.
                    return;
                }
                for (final CounterType type : EnumSet.complementOf(COUNTED_BY_RUNS))
                {
                    assertEquals(alone.count(type), together.count(type), type::name);
                }
            }
            assertEquals(alone.sent(), together.sent());
        }
    }

    private static RemotePeer peer()
    {
        final RemotePeer peer = new RemotePeer();
        peer.provider(GRANTED, (stream, open) -> new Obedient(peer)).connected(MAX_STREAMS);
        for (int slot = 0; slot < STREAMS; slot++)
        {
            peer.feed(open(id(1, slot), GRANTED, InteractionKind.DUPLEX, WINDOW, false, ""));
        }
        assertEquals(STREAMS, peer.sent().size());
        return peer;
    }

    /** Mostly plain Data in order; now and then whatever a peer may do. */
    private static List<byte[][]> messages(final SplittableRandom random)
    {
        final long[] next = new long[STREAMS];
        final String[] texts = {"aaa", "bbb", "ccc", "four", "", "throw", "leave", "close", "a longer text"};
        final int usual = random.nextInt(4);
        final List<byte[][]> messages = new ArrayList<>();
        for (int i = random.nextInt(1, 6); i > 0; i--)
        {
            final byte[][] frames = new byte[random.nextInt(1, 24)][];
            for (int j = 0; j < frames.length; j++)
            {
                final int slot = random.nextInt(STREAMS);
                final int odd = random.nextInt(60);
                final String text = odd < 8 ? texts[random.nextInt(texts.length)] : texts[usual];
                frames[j] = odd == 59 ? odd(random, slot, next[slot], text) : data(id(1, slot), next[slot]++, 0, text);
            }
            messages.add(frames);
        }
        return messages;
    }

    private static byte[] odd(final SplittableRandom random, final int slot, final long seq, final String text)
    {
        switch (random.nextInt(12))
        {
            case 0:
                return credit(id(1, slot), random.nextInt(100));
            case 1:
                return cancel(id(1, slot));
            case 2:
                return goodbye(SessionCode.NORMAL);
            case 3:
                return heartbeat();
            case 4:
                return data(id(1, slot), seq, DataFrame.END, text);
            case 5:
                return data(id(1, slot), seq, DataFrame.MORE, text);
            case 6:
                return data(id(1, slot), seq + 1 + random.nextInt(3), 0, text);
            case 7:
                return data(id(1, slot), Math.max(0, seq - 1), 0, text);
            case 8:
                return data(id(random.nextInt(3), slot + random.nextInt(4)), seq, 0, text);
            case 9:
                return ofNextVersion(data(id(1, slot), seq, 0, text), 8, true);
            case 10:
                return open(id(1, STREAMS + random.nextInt(2)), GRANTED, InteractionKind.DUPLEX, WINDOW, false, "");
            default:
                final byte[] wrong = data(id(1, slot), seq, 0, text);
                wrong[random.nextInt(wrong.length)] ^= (byte)(1 << random.nextInt(8));
                return wrong;
        }
    }
}
