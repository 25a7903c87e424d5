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

package io.weir.perf.load;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.exceptions.RegistrationException;
import io.aeron.logbuffer.FragmentHandler;
import io.weir.aeron.AeronAddress;
import io.weir.codecs.FrameHeader;
import io.weir.codecs.HeartbeatEncoder;
import io.weir.codecs.HelloEncoder;
import io.weir.codecs.MessageHeaderEncoder;
import io.weir.codecs.WelcomeDecoder;

import java.util.concurrent.TimeUnit;

import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A peer made of Aeron alone: one that says nothing, or one that asks for a durable session and then only beats. It
 * comes back whenever it is turned away. Owned by one thread.
 */
final class Stranger implements AutoCloseable
{
    private static final String SUBSCRIPTION = "aeron:ipc?control-mode=response";
    private static final String PUBLICATION = "aeron:ipc?term-length=64k|response-correlation-id=";
    private static final long BEAT_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int MAX_FRAME = 4096;
    private static final int MAX_STREAMS = 16;
    private static final int WINDOW = 64;
    private static final int RECORD_HEADER = 8;

    private final Aeron aeron;
    private final AeronAddress address;
    private final boolean isDurable;
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[256]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final FragmentHandler handler = (buffer, offset, length, head) -> onFrame(
        new UnsafeBuffer(buffer, offset, length), 0 == head.reservedValue() ? 0 : RECORD_HEADER);
    private Subscription replies;
    private ExclusivePublication publication;
    private boolean wasConnected;
    private boolean hasSaidHello;
    private boolean isWelcome;
    private boolean isWelcomeDurable;
    private long beatNs;
    private long timesTurnedAway;

    Stranger(final Aeron aeron, final AeronAddress address, final boolean isDurable)
    {
        this.aeron = aeron;
        this.address = address;
        this.isDurable = isDurable;
    }

    /** Goes on, whatever has become of the connection. */
    void work(final long nowNs)
    {
        if (null == publication && !isBegun())
        {
            timesTurnedAway++;
            return;
        }
        if (wasConnected && !publication.isConnected())
        {
            timesTurnedAway++;
            close();
            return;
        }
        wasConnected |= publication.isConnected();
        if (isDurable && wasConnected)
        {
            replies.poll(handler, 16);
            speak(nowNs);
        }
    }

    /** {@return whether it has been told that it has a session} */
    boolean isWelcome()
    {
        return isWelcome;
    }

    /** {@return whether its session is durable} */
    boolean isWelcomeDurable()
    {
        return isWelcomeDurable;
    }

    /** {@return whether it is there: a peer of the engine's, in whatever state} */
    boolean isThere()
    {
        return wasConnected && (!isDurable || isWelcome) || timesTurnedAway > 0;
    }

    /** {@return how often it was turned away, and came back} */
    long timesTurnedAway()
    {
        return timesTurnedAway;
    }

    @Override
    public void close()
    {
        CloseHelper.quietCloseAll(publication, replies);
        publication = null;
        wasConnected = false;
        hasSaidHello = false;
        isWelcome = false;
        isWelcomeDurable = false;
    }

    /** {@return whether the driver has room for it; if not, it comes back} */
    private boolean isBegun()
    {
        try
        {
            replies = aeron.addSubscription(SUBSCRIPTION, address.replyStreamId());
            publication = aeron.addExclusivePublication(PUBLICATION + replies.registrationId(), address.streamId());
            return true;
        }
        catch (final RegistrationException ex)
        {
            close();
            return false;
        }
    }

    private void speak(final long nowNs)
    {
        if (!hasSaidHello)
        {
            final HelloEncoder hello = new HelloEncoder().wrapAndApplyHeader(frame, 0, header)
                .version(HelloEncoder.SCHEMA_VERSION)
                .epoch(1)
                .sessionId(0)
                .received(0)
                .maxFrame(MAX_FRAME)
                .maxStreams(MAX_STREAMS)
                .window(WINDOW)
                .putCredentials(new byte[0], 0, 0);
            hasSaidHello = publication.offer(frame, 0, FrameHeader.LENGTH + hello.encodedLength()) > 0;
            beatNs = nowNs + BEAT_NS;
        }
        else if (isWelcome && nowNs - beatNs >= 0)
        {
            final HeartbeatEncoder beat =
                new HeartbeatEncoder().wrapAndApplyHeader(frame, 0, header).epoch(1).timestampNs(0);
            if (publication.offer(frame, 0, FrameHeader.LENGTH + beat.encodedLength()) > 0)
            {
                beatNs = nowNs + BEAT_NS;
            }
        }
    }

    private void onFrame(final UnsafeBuffer buffer, final int offset)
    {
        final long word = FrameHeader.word(buffer, offset);
        if (WelcomeDecoder.TEMPLATE_ID == FrameHeader.templateId(word))
        {
            isWelcome = true;
            isWelcomeDurable = new WelcomeDecoder().wrap(buffer, offset + FrameHeader.LENGTH,
                FrameHeader.blockLength(word), FrameHeader.version(word)).received() >= 0;
        }
    }
}
