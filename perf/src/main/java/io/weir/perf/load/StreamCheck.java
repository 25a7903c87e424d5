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

import org.agrona.DirectBuffer;
import org.agrona.collections.LongHashSet;

/**
 * Checks the messages of one generated stream: which they are and whether every bit is right. A message that is right
 * and expected costs a comparison and an addition; all else is sorted into lost, duplicated, reordered and corrupted.
 * Owned by the receiving agent.
 */
final class StreamCheck
{
    /** Of the messages that were skipped, how many are remembered, to tell late ones from duplicates. */
    private static final int MISSING_MAX = 65_536;

    private final long key;
    private final int length;
    private final Tally tally;
    private long expected;
    private LongHashSet missing;

    /**
     * Expects the stream's messages from the first.
     *
     * @param stream by number.
     * @param length of each message in bytes.
     * @param tally  to count in.
     */
    StreamCheck(final int stream, final int length, final Tally tally)
    {
        key = Content.key(stream);
        this.length = length;
        this.tally = tally;
    }

    /**
     * Checks a message.
     *
     * @param buffer   that holds it.
     * @param offset   of it.
     * @param received its length in bytes.
     * @param seq      of its frame.
     */
    void onMessage(final DirectBuffer buffer, final int offset, final int received, final long seq)
    {
        final long number = expected;
        if (received == length && seq == number && Content.matches(buffer, offset, received, key, number))
        {
            expected = number + 1;
            tally.onRight();
        }
        else
        {
            onUnexpected(buffer, offset, received, seq);
        }
    }

    /**
     * The stream has ended.
     *
     * @param sent count of messages that its sender sent.
     */
    void onEnd(final long sent)
    {
        if (sent > expected)
        {
            tally.onLost(sent - expected);
            expected = sent;
        }
    }

    private void onUnexpected(final DirectBuffer buffer, final int offset, final int received, final long seq)
    {
        final long number =
            received >= Content.SELF_DESCRIBING_LENGTH ? Content.number(buffer, offset, key) : seq;
        if (received != length || !Content.matches(buffer, offset, received, key, number))
        {
            // Whatever it was, it stands where the expected one should.
            tally.onCorrupted();
            expected++;
        }
        else if (number >= expected)
        {
            skipTo(number);
            expected = number + 1;
            tally.onRight();
        }
        else if (null != missing && missing.remove(number))
        {
            tally.onReordered();
        }
        else
        {
            tally.onDuplicated();
        }
    }

    private void skipTo(final long number)
    {
        if (number > expected)
        {
            if (null == missing)
            {
                missing = new LongHashSet();
            }
            for (long i = expected; i < number && missing.size() < MISSING_MAX; i++)
            {
                missing.add(i);
            }
            tally.onLost(number - expected);
        }
    }
}
