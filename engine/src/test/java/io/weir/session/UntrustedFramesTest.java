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
import static io.weir.link.RawFrames.close;
import static io.weir.link.RawFrames.credit;
import static io.weir.link.RawFrames.data;
import static io.weir.link.RawFrames.error;
import static io.weir.link.RawFrames.goodbye;
import static io.weir.link.RawFrames.heartbeat;
import static io.weir.link.RawFrames.ofNextVersion;
import static io.weir.link.RawFrames.open;
import static io.weir.link.RawFrames.withTemplate;
import static io.weir.session.RemotePeer.GRANTED;
import static io.weir.session.RemotePeer.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.StreamRequest;
import io.weir.codecs.CloseReason;
import io.weir.codecs.DataFrame;
import io.weir.codecs.FrameHeader;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.SessionCode;
import io.weir.codecs.StreamErrorCode;
import io.weir.codecs.StreamIds;
import io.weir.counters.CounterType;
import io.weir.link.FencedConnection;
import io.weir.test.Rule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What a session makes of bytes from outside: on hand-made frames, over a connection that nobody trusts. */
class UntrustedFramesTest
{
    private static final int MAX_STREAMS = 8;
    private static final long DUPLEX_ID = id(1, 0);
    private static final long OWN_ID = StreamIds.of(1, 0, StreamIds.ACCEPTOR);

    /** A frame of every kind that a session in full swing may get. */
    private static Map<String, byte[]> goodFrames()
    {
        final Map<String, byte[]> frames = new LinkedHashMap<>();
        frames.put("Open", open(id(1, 1), GRANTED, InteractionKind.DUPLEX, 64, true, "params"));
        frames.put("Data", data(DUPLEX_ID, 0, 0, "payload"));
        frames.put("Error", error(OWN_ID, StreamErrorCode.INTERNAL, "message"));
        frames.put("Close", close(OWN_ID, 0, CloseReason.END));
        frames.put("Cancel", cancel(DUPLEX_ID));
        frames.put("Credit", credit(DUPLEX_ID, 65));
        frames.put("Heartbeat", heartbeat());
        frames.put("Goodbye", goodbye(SessionCode.NORMAL));
        return frames;
    }

    /** A peer with a duplex stream of its own, and one of this side. */
    private static RemotePeer inFullSwing()
    {
        final RemotePeer peer = new RemotePeer().connected(MAX_STREAMS);
        peer.feed(open(DUPLEX_ID, GRANTED, InteractionKind.DUPLEX));
        assertEquals(0, peer.session().open(
            StreamRequest.of("remote.stream").kind(InteractionKind.DUPLEX), peer.recording()));
        peer.cycle();
        assertEquals(
            List.of("CREDIT " + Long.toHexString(DUPLEX_ID) + " 64",
                "OPEN " + Long.toHexString(OWN_ID) + " remote.stream"),
            peer.sent());
        return peer;
    }

    @Test
    @Rule("W-4")
    void shouldTakeEveryKindOfFrameWhenWhole()
    {
        goodFrames().forEach((name, frame) ->
        {
            try (RemotePeer peer = inFullSwing())
            {
                peer.feed(frame);

                assertEquals(0, peer.count(CounterType.INVALID_FRAMES_TOTAL), name);
                assertEquals(0, peer.count(CounterType.SESSIONS_VIOLATED_TOTAL), name);
            }
        });
    }

    @Test
    @Rule("W-4")
    void shouldEndTheSessionWhenAFrameIsTruncatedAnywhere()
    {
        goodFrames().forEach((name, frame) ->
        {
            for (int length = 0; length < frame.length; length++)
            {
                requireViolation(name + " of " + length + " bytes", Arrays.copyOf(frame, length));
            }
        });
    }

    @Test
    @Rule("W-4")
    void shouldEndTheSessionWhenBytesFollowAFrame()
    {
        goodFrames().forEach((name, frame) -> requireViolation(name, Arrays.copyOf(frame, frame.length + 1)));
    }

    @Test
    @Rule("W-4")
    void shouldEndTheSessionWhenALengthIsExtreme()
    {
        final byte[] frame = data(DUPLEX_ID, 0, 0, "payload");
        for (final int length : new int[]{8, 64, 0x7FFF, Integer.MAX_VALUE, Integer.MIN_VALUE, -1, -8, 6, 0})
        {
            final byte[] wrong = frame.clone();
            new UnsafeBuffer(wrong).putInt(DataFrame.PAYLOAD_LENGTH_OFFSET, length);
            requireViolation("payload of " + length, wrong);
        }
    }

    @Test
    @Rule("W-4")
    void shouldEndTheSessionWhenTheHeaderIsWrong()
    {
        final byte[] frame = data(DUPLEX_ID, 0, 0, "payload");
        for (int position = 0; position < FrameHeader.LENGTH; position += Short.BYTES)
        {
            final byte[] wrong = frame.clone();
            new UnsafeBuffer(wrong).putShort(position, (short)0x7E7E);
            requireViolation("header wrong at " + position, wrong);
        }
    }

    @Test
    @Rule("W-4")
    void shouldGiveTheHandlerWhatWasMeasuredWhenThePeerOverwritesLengths()
    {
        try (RemotePeer peer = inFullSwing())
        {
            peer.connection().peerKeepsWriting();
            peer.feed(
                data(DUPLEX_ID, 0, 0, "plain"),
                data(DUPLEX_ID, 1, DataFrame.MORE, "more"),
                ofNextVersion(data(DUPLEX_ID, 2, 0, "later"), 8, true),
                error(OWN_ID, StreamErrorCode.INTERNAL, "words"));

            assertEquals(List.of("data plain", "data more", "data later", "error INTERNAL words"), peer.heard);
            assertEquals(0, peer.count(CounterType.INVALID_FRAMES_TOTAL));
        }
    }

    @Test
    @Rule("W-4")
    void shouldShowTheProviderWhatWasMeasuredWhenThePeerOverwritesLengths()
    {
        try (RemotePeer peer = new RemotePeer())
        {
            peer.provider(GRANTED, (stream, open) ->
            {
                peer.heard.add(stream.capability() + " " +
                    open.buffer().getStringWithoutLengthAscii(open.paramsOffset(), open.paramsLength()) + " " +
                    open.buffer().getStringWithoutLengthAscii(open.contextOffset(), open.contextLength()));
                return peer.recording();
            });
            peer.connected(MAX_STREAMS).connection().peerKeepsWriting();
            peer.feed(open(DUPLEX_ID, GRANTED, InteractionKind.DUPLEX, 64, false, "params"));

            assertEquals(List.of(GRANTED + " params params"), peer.heard);
        }
    }

    @Test
    @Rule("W-4")
    void shouldBelieveWhatWasMeasuredWhenThePeerOverwritesItsGoodbye()
    {
        try (RemotePeer peer = inFullSwing())
        {
            peer.feed(new byte[3]);
            peer.connection().peerKeepsWriting();
            peer.feed(goodbye(SessionCode.PROTOCOL_VIOLATION));

            assertEquals(List.of(SessionCode.PROTOCOL_VIOLATION), peer.closed());
        }
    }

    @Test
    @Rule("W-4")
    void shouldEndNoOtherSessionOfTheAgentWhenOneIsViolated()
    {
        try (RemotePeer peer = inFullSwing())
        {
            final FencedConnection other = peer.connect(MAX_STREAMS);
            peer.feed(new byte[3]);
            peer.requireEndedByViolation();
            other.feed(open(DUPLEX_ID, GRANTED, InteractionKind.SERVER_STREAM));
            other.feed(cancel(DUPLEX_ID));
            peer.cycle();

            assertEquals(
                List.of("CLOSE " + Long.toHexString(DUPLEX_ID) + " CANCEL -1"),
                RemotePeer.describe(other.takeSent()));
            assertEquals(1, peer.count(CounterType.SESSIONS_VIOLATED_TOTAL));
        }
    }

    @Test
    @Rule({"W-4", "S-6"})
    void shouldTellEveryHandlerOnceWhenTheSessionIsViolated()
    {
        try (RemotePeer peer = inFullSwing())
        {
            peer.feed(new byte[3], data(DUPLEX_ID, 0, 0, "late"));

            assertEquals(
                List.of("closed ERROR PROTOCOL_VIOLATION", "closed ERROR PROTOCOL_VIOLATION"), peer.heard);
            assertEquals(1, peer.count(CounterType.STREAM_DROPPED_TOTAL));
        }
    }

    @Property(tries = 2_000)
    @Rule("W-4")
    void shouldThrowNothingAndReadNothingBeyondWhenBytesAreArbitrary(
        @ForAll @IntRange(max = 7) final int which,
        @ForAll @Size(max = 6) final List<@IntRange(max = 80) Integer> places,
        @ForAll @Size(6) final List<Byte> values,
        @ForAll @IntRange(max = 12) final int cut)
    {
        final byte[] frame = List.copyOf(goodFrames().values()).get(which).clone();
        for (int i = 0; i < places.size(); i++)
        {
            frame[places.get(i) % frame.length] = values.get(i);
        }
        try (RemotePeer peer = inFullSwing())
        {
            // The fence around the frame, and the duty cycle, throw; nothing may arrive in the error log but the
            // violation.
            peer.feed(Arrays.copyOf(frame, frame.length - Math.min(cut, frame.length)), data(DUPLEX_ID, 0, 0, "next"));

            assertEquals(0, peer.count(CounterType.HANDLER_ERRORS_TOTAL));
            assertEquals(
                peer.count(CounterType.SESSIONS_VIOLATED_TOTAL),
                peer.agent().config().counters().counter(CounterType.ERRORS_TOTAL).get());
        }
    }

    @Test
    @Rule("W-5")
    void shouldReadFramesOfTheNextVersionWhenTheyAreLonger()
    {
        try (RemotePeer peer = new RemotePeer().connected(MAX_STREAMS))
        {
            final String id = Long.toHexString(DUPLEX_ID);
            peer.feed(ofNextVersion(open(DUPLEX_ID, GRANTED, InteractionKind.DUPLEX), 16, true));
            assertEquals(List.of("CREDIT " + id + " 64"), peer.sent());

            for (int seq = 0; seq < 32; seq++)
            {
                peer.feed(ofNextVersion(data(DUPLEX_ID, seq, 0, "x" + seq), seq, 0 == seq % 2));
                assertEquals("data x" + seq, peer.heard.get(seq));
            }
            assertEquals(List.of("CREDIT " + id + " 96"), peer.sent());
            peer.feed(ofNextVersion(credit(DUPLEX_ID, 100), 8, false), ofNextVersion(cancel(DUPLEX_ID), 2, true));

            assertEquals(List.of("CLOSE " + id + " CANCEL -1"), peer.sent());
            assertEquals(0, peer.count(CounterType.SESSIONS_VIOLATED_TOTAL));
        }
    }

    @Test
    @Rule("W-5")
    void shouldSkipAndCountWhenTheNextVersionHasAnotherTemplate()
    {
        try (RemotePeer peer = inFullSwing())
        {
            peer.feed(
                withTemplate(ofNextVersion(data(DUPLEX_ID, 0, 0, "payload"), 0, false), 42),
                withTemplate(ofNextVersion(credit(DUPLEX_ID, 65), 24, true), 200),
                data(DUPLEX_ID, 0, 0, "known"));

            assertEquals(List.of("data known"), peer.heard);
            assertEquals(2, peer.count(CounterType.UNKNOWN_TEMPLATES_TOTAL));
            assertEquals(0, peer.count(CounterType.SESSIONS_VIOLATED_TOTAL));
        }
    }

    @Test
    @Rule("W-5")
    void shouldEndTheSessionWhenThisVersionDoesNotHaveTheTemplate()
    {
        requireViolation("template 42", withTemplate(data(DUPLEX_ID, 0, 0, "payload"), 42));
    }

    @Test
    @Rule("W-5")
    void shouldEndTheSessionWhenTheVersionIsTwoAhead()
    {
        requireViolation(
            "two versions ahead", ofNextVersion(ofNextVersion(data(DUPLEX_ID, 0, 0, "payload"), 0, false), 0, false));
    }

    private static void requireViolation(final String what, final byte[] frame)
    {
        try (RemotePeer peer = inFullSwing())
        {
            peer.feed(frame);

            assertEquals(1, peer.count(CounterType.INVALID_FRAMES_TOTAL), what);
            assertEquals(1, peer.count(CounterType.SESSIONS_VIOLATED_TOTAL), what);
            assertTrue(peer.heard.contains("closed ERROR PROTOCOL_VIOLATION"), what);
            assertFalse(peer.session().isOpen(), what);
            peer.requireEndedByViolation();
        }
    }
}
