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

import io.weir.codecs.FrameHeader;
import io.weir.codecs.MessageHeaderEncoder;
import io.weir.codecs.ReceiptEncoder;
import io.weir.config.Configuration;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.counters.Tally;
import io.weir.link.FrameSink;
import io.weir.link.LaneBuffer;
import io.weir.link.RetentionPool;
import io.weir.link.RetentionRing;
import io.weir.session.handshake.Greeting;
import io.weir.session.handshake.ResumeToken;

/**
 * What a durable session has over all its connections: what it retains, what it has received, its epoch and its token
 * (N-4). Owned by the session's agent.
 */
final class Durability
{
    private final RetentionRing ring;
    private final RetentionPool pool;
    private LaneBuffer memory;
    private final Receipts receipts = new Receipts();
    private final ResumeProgress progress;
    private final ResumeToken token;
    private final Tally tally;
    private final long patienceNs;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ReceiptEncoder receipt = new ReceiptEncoder();
    private FrameSink connection;
    private volatile boolean detached;
    private long epoch;
    private long detachedAtNs;
    private long countedReplays;

    /**
     * Begins without a connection.
     *
     * @param agent   of the session.
     * @param pool    that the memory is of, which gets it back when the session has ended.
     * @param memory  to retain in; from here on this object's.
     * @param welcome that both sides have agreed on.
     */
    Durability(
        final SessionAgent agent,
        final RetentionPool pool,
        final LaneBuffer memory,
        final Greeting welcome)
    {
        final Configuration configuration = agent.config().configuration();
        ring = new RetentionRing(memory, pool.capacity(), welcome.maxFrame());
        this.pool = pool;
        this.memory = memory;
        patienceNs = configuration.value(Settings.SESSION_RETENTION_TIME);
        progress = new ResumeProgress(configuration.value(Settings.SESSION_HEARTBEAT_INTERVAL));
        token = welcome.token();
        epoch = welcome.epoch();
        tally = agent.tally();
    }

    /** Where all frames of the session go. */
    RetentionRing ring()
    {
        return ring;
    }

    ResumeToken token()
    {
        return token;
    }

    /** The count of the connection that is, was, or is being tried. */
    long epoch()
    {
        return epoch;
    }

    /** Counts a connection. What belongs to an earlier one is stale from now on. */
    void epoch(final long next)
    {
        epoch = next;
    }

    /** {@return whether there is no connection; any thread} */
    boolean isDetached()
    {
        return detached;
    }

    /** {@return the count of retained frames received; exact only while no connection is polled} */
    long received()
    {
        return receipts.received();
    }

    /** {@return whether the peer's count is one that this side can go on from} */
    boolean retains(final long peerReceived)
    {
        return peerReceived >= ring.releasedCount() && peerReceived <= ring.sentCount();
    }

    /** Goes on over a connection; the peer has been told what was received. */
    boolean attach(final FrameSink sink, final long peerReceived, final long nowNs)
    {
        if (!ring.attach(sink, 0, peerReceived))
        {
            return false;
        }
        connection = sink;
        detached = false;
        receipts.told(nowNs);
        progress.begin(ring.committedCount(), ring.releasedCount(), receipts.received());
        return true;
    }

    /** The connection is gone; its peer was last heard after a part of the time for which it was listened to. */
    void detach(final long heardAfterNs, final long listenedNs, final long nowNs)
    {
        progress.end(ring.releasedCount(), receipts.received(), heardAfterNs, listenedNs);
        connection = null;
        detached = true;
        detachedAtNs = nowNs;
        ring.detach();
    }

    /**
     * {@return why the session is not kept any longer, null while it is: it has been detached for too long, or what
     * connections there were brought nothing for as long}
     */
    String expiry(final long nowNs)
    {
        if (null != connection)
        {
            return null;
        }
        if (progress.isStalled(patienceNs))
        {
            return progress.vain() +
                " connections brought nothing but their handshakes, and were there for longer than " +
                Settings.SESSION_RETENTION_TIME.key() + ": does the network carry datagrams as long as " +
                Settings.AERON_UDP_MTU.key() + "?";
        }
        return nowNs - detachedAtNs < patienceNs ? null :
            "there was no connection for longer than " + Settings.SESSION_RETENTION_TIME.key();
    }

    /** Valid frames of the peer's, alike. */
    void onFrames(final int templateId, final int length, final int count)
    {
        receipts.onFrames(templateId, length, count);
    }

    /** {@return what is wrong with the peer's Receipt, null for nothing} */
    String onReceipt(final long ofEpoch, final long received)
    {
        return ofEpoch == epoch && ring.release(received) ? null :
            "a Receipt of " + received + " frames in epoch " + ofEpoch + "; sent are " + ring.sentCount() +
                ", confirmed " + ring.releasedCount() + ", and it is epoch " + epoch;
    }

    /**
     * Says what was received, and sends what waits. The Receipt does not go through the ring: two sides whose rings are
     * full would never hear each other's.
     */
    int work(final long nowNs, final boolean maySay)
    {
        if (null == connection)
        {
            return 0;
        }
        int work = 0;
        if (maySay && receipts.isDue(nowNs) && sayReceived())
        {
            receipts.told(nowNs);
            work++;
        }
        work += ring.flush();
        count();
        return work;
    }

    /** The session has ended: nothing is written to its memory any more, and another session may have it. */
    void close()
    {
        count();
        connection = null;
        ring.close();
        if (null != memory)
        {
            pool.giveBack(memory);
            memory = null;
        }
    }

    private boolean sayReceived()
    {
        final int offset = connection.claim(0, FrameHeader.LENGTH + ReceiptEncoder.BLOCK_LENGTH);
        if (offset < 0)
        {
            return false;
        }
        receipt.wrapAndApplyHeader(connection.buffer(), offset, header).epoch(epoch).received(receipts.received());
        connection.commit();
        return true;
    }

    private void count()
    {
        if (ring.replayed() != countedReplays)
        {
            tally.add(CounterType.SESSION_REPLAYED_FRAMES_TOTAL, ring.replayed() - countedReplays);
            countedReplays = ring.replayed();
        }
        tally.propose(CounterType.SESSION_RETAINED_BYTES_HWM, ring.bytesPeak());
    }
}
