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
package io.weir.link;

import java.nio.ByteOrder;

/**
 * Where a durable session's frames are encoded, in front of its connection (N-4). Every frame that goes through here
 * takes its place in wire order, is copied into the connection as far as that has room, and waits for it otherwise.
 * What a peer must have exactly once (Open, Data, Error, Close) is kept until the peer's cumulative count passes it,
 * and is sent again from that count over the next connection. What can be stated anew (Credit, Cancel and the session's
 * own frames) is not sent again.
 *
 * <p>Positions count bytes from the beginning of the session, counts the retained frames:
 *
 * <pre>
 *   released, by Receipts      sent, kept            waits for room
 *  +-----------------------+--------------------+---------------------+------------------+
 *  |       free            |                    |                     |      free        |
 *  +-----------------------+--------------------+---------------------+------------------+
 *                          head                 sent                  committed
 * </pre>
 *
 * Frames lie as {@link FrameRecords} has them; the second word of a record says, with 1, that it is retained. The
 * memory is longer than the ring by the longest record, so that no record wraps. A claim is refused only when the
 * ring is full. In a batch, what is retained goes into the connection when the batch is published, as many frames at
 * once as it takes. Owned by the session's agent.
 */
public final class RetentionRing extends RetentionArena
{
    private static final int UNKNOWN = -1;

    private final RetainedFrames retained;
    private FrameSink target;
    private int targetIndex;

    private long sent;
    /** Frames before this that need not be sent again are passed over: they were stated on an earlier connection. */
    private long skipUntil;
    /** Count of frames between sent and committed where all of them are retained; unknown where not, or not known. */
    private int waiting;
    /** Up to here a retained frame of a batch only joins those that wait, as all of them go at once. */
    private long runLimit;
    private long timestampNs;
    private boolean inBatch;

    /**
     * Creates an empty ring, not attached to a connection.
     *
     * @param memory   for the ring alone until it is closed; of {@link #memoryLength} bytes.
     * @param capacity in bytes, a power of two.
     * @param maxFrame the longest frame in bytes.
     */
    public RetentionRing(final LaneBuffer memory, final int capacity, final int maxFrame)
    {
        super(memory, capacity, maxFrame);
        retained = new RetainedFrames(capacity);
    }

    /**
     * Goes on over a connection: sends again what the peer has not received, then what waits; not what can be stated
     * anew, which is the caller's to state.
     *
     * @param sink         of the connection.
     * @param sessionIndex to claim with.
     * @param received     count of retained frames that the peer says it has received.
     * @return whether that is possible; if not, it is no longer or not yet among what was sent.
     */
    public boolean attach(final FrameSink sink, final int sessionIndex, final long received)
    {
        if (!release(received))
        {
            return false;
        }
        target = sink;
        targetIndex = sessionIndex;
        target.timestampNs(timestampNs);
        if (inBatch)
        {
            target.beginBatch();
        }
        sent = head;
        retained.sendAgain();
        skipUntil = committed;
        moved(0);
        return true;
    }

    /** The connection is gone: what is committed from now on waits for the next. */
    public void detach()
    {
        target = null;
        look();
    }

    /**
     * Releases what the peer has received, by Receipt or when the session goes on.
     *
     * @param received count of retained frames that the peer says it has received.
     * @return whether that can be: it is no less than before and no more than was sent.
     */
    public boolean release(final long received)
    {
        if (!retained.confirm(received))
        {
            return false;
        }
        keepPeak();
        long position = retained.releaseMarked(head, received);
        while (position < sent)
        {
            final long record = record((int)position & mask);
            if (record >= RETAINED)
            {
                if (retained.released == received)
                {
                    break;
                }
                retained.released++;
            }
            position += FrameRecords.recordLength((int)record);
        }
        head(position);
        return true;
    }

    /**
     * Copies into the connection what waits for it, as far as there is room.
     *
     * @return the count of frames copied.
     */
    public int flush()
    {
        if (sent == committed || null == target)
        {
            return 0;
        }
        int frames = 0;
        while (sent < committed)
        {
            final int run = sendRun();
            if (run > 0)
            {
                frames += run;
                continue;
            }
            final int offset = (int)sent & mask;
            final long record = record(offset);
            if (record >= RETAINED || sent >= skipUntil)
            {
                if (!copy(offset + FrameRecords.HEADER_LENGTH, (int)record))
                {
                    break;
                }
                frames++;
            }
            passed(record);
        }
        dropTransient();
        return frames;
    }

    /** {@return the count of retained frames that were committed, whether or not they were sent or confirmed} */
    public long committedCount()
    {
        return retained.committed();
    }

    /** {@return the count of retained frames that the peer has confirmed} */
    public long releasedCount()
    {
        return retained.released;
    }

    /** {@return the count of retained frames that are in the connection, or were in the last one} */
    public long sentCount()
    {
        return retained.sent;
    }

    /** {@return the count of frames that were sent again, over all connections} */
    public long replayed()
    {
        return retained.replayed();
    }

    /** The session has ended: nothing is sent or kept any more. */
    public void close()
    {
        target = null;
        closeArena();
        look();
    }

    @Override
    public void commit()
    {
        final long begin = committed;
        final long end = open;
        if (end == begin)
        {
            throw new IllegalStateException("no claim is open in this session: it was aborted");
        }
        if (end <= runLimit && isRetained(begin))
        {
            retain(begin, end);
            waiting++;
        }
        else
        {
            commitAnew(begin, end);
        }
    }

    @Override
    public void beginBatch()
    {
        inBatch = true;
        if (null != target)
        {
            target.beginBatch();
        }
        look();
    }

    @Override
    public void endBatch()
    {
        inBatch = false;
        look();
        flush();
        if (null != target)
        {
            target.endBatch();
        }
    }

    @Override
    public void publish()
    {
        flush();
        if (null != target)
        {
            target.publish();
        }
    }

    @Override
    public long timestampNs()
    {
        return timestampNs;
    }

    @Override
    public void timestampNs(final long epochNs)
    {
        timestampNs = epochNs;
        if (null != target)
        {
            target.timestampNs(epochNs);
        }
    }

    /**
     * What has gone already, or is stated anew over the next connection, takes no room: a side that only consumes would
     * fill the ring behind one frame that is not confirmed yet.
     */
    private void commitTransient(final int offset, final int length, final boolean isNext)
    {
        if (null == target || isNext && copy(offset + FrameRecords.HEADER_LENGTH, length))
        {
            open = committed;
        }
        else
        {
            committed = open;
            waiting = UNKNOWN;
            look();
        }
    }

    private void retain(final long begin, final long end)
    {
        final int offset = (int)begin & mask;
        arena.putLong(offset, record(offset) | RETAINED, ByteOrder.LITTLE_ENDIAN);
        retained.onCommit(begin);
        committed = end;
    }

    /** All but the shortest way: what is to be sent now, or after what waits. */
    private void commitAnew(final long begin, final long end)
    {
        final int offset = (int)begin & mask;
        final int length = (int)record(offset);
        if (!isRetained(begin))
        {
            flush();
            commitTransient(offset, length, sent == begin && null != target);
            return;
        }
        if (inBatch)
        {
            sendFull();
        }
        final boolean isNext = sent == begin && null != target && !inBatch;
        retain(begin, end);
        waiting += UNKNOWN == waiting ? 0 : 1;
        if (isNext && copy(offset + FrameRecords.HEADER_LENGTH, length))
        {
            passed(record(offset));
        }
    }

    /** Sends what waits before the record that makes it more than goes at once. */
    private void sendFull()
    {
        final int most = null == target ? 0 : target.maxRecords();
        if (sent < committed && open - sent > most && committed - sent <= most)
        {
            sendRun();
        }
    }

    /** {@return how many records the connection took at once; none if the next goes alone, or for want of room} */
    private int sendRun()
    {
        final int begin = (int)sent & mask;
        final long end = Math.min(committed, sent + Math.min(target.maxRecords(), capacity - begin));
        final boolean isAll = end == committed && UNKNOWN != waiting;
        long position = isAll ? committed : sent;
        int frames = isAll ? waiting : 0;
        while (position < end)
        {
            final long record = record((int)position & mask);
            final long next = position + FrameRecords.recordLength((int)record);
            if (next > end || record < RETAINED)
            {
                break;
            }
            position = next;
            frames++;
        }
        if (frames < 2 || !target.offerRecords(arena, begin, (int)(position - sent)))
        {
            return 0;
        }
        sent = position;
        moved(frames);
        return frames;
    }

    private boolean copy(final int offset, final int length)
    {
        final int to = target.claim(targetIndex, length);
        if (to < 0)
        {
            return false;
        }
        target.buffer().putBytes(to, arena, offset, length);
        target.commit();
        return true;
    }

    /** The record at the sent position is in the connection, or is passed over. */
    private void passed(final long record)
    {
        sent += FrameRecords.recordLength((int)record);
        moved(record >= RETAINED ? 1 : 0);
    }

    /** So many retained frames have gone; where all have, it is known again how many wait. */
    private void moved(final int count)
    {
        retained.onSent(count);
        waiting = UNKNOWN == waiting || 0 == count ? UNKNOWN : waiting - count;
        if (sent == committed)
        {
            waiting = 0;
        }
        look();
    }

    /** Keeps {@link #runLimit} what it says. To be called when anything changes that it depends on. */
    private void look()
    {
        runLimit = inBatch && null != target && UNKNOWN != waiting ? sent + target.maxRecords() : 0;
    }

    /** With everything released, what was sent has nothing in it to keep. */
    private void dropTransient()
    {
        if (retained.released == retained.sent)
        {
            keepPeak();
            head(sent);
        }
    }
}
