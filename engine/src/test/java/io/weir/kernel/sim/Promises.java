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
package io.weir.kernel.sim;

import io.weir.codecs.kernel.FrameInDecoder;
import io.weir.codecs.kernel.ReceiptInDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What was told to the world outside: answers, attempts, cancels. All of it must be found in what is durable, at a
 * batch that was durable when it was told (K-7, K-12).
 */
final class Promises
{
    /** The hash of the live world behind a batch, whenever one was taken. */
    final TreeMap<Long, String> hashes = new TreeMap<>();
    private final TreeMap<Long, long[]> taken = new TreeMap<>();
    private final List<long[]> attempts = new ArrayList<>();
    private final List<long[]> cancels = new ArrayList<>();
    private final Map<Long, Long> settled = new HashMap<>();
    private final Map<Long, long[]> cursors = new HashMap<>();
    private final Consumer<String> teller;

    Promises()
    {
        this(line ->
        {});
    }

    /** Tells each promise as a line of text as well, for {@link #told}. */
    Promises(final Consumer<String> teller)
    {
        this.teller = teller;
    }

    /** Takes up a promise that another process has told. */
    void told(final String line)
    {
        final String[] words = line.split(" ");
        switch (words[0])
        {
            case "hash" -> hash(Long.parseLong(words[1]), words[2]);
            case "attempt" -> attempts.add(new long[]{
                Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]),
                Long.parseLong(words[4])});
            case "cancel" -> cancel(Long.parseLong(words[1]), Long.parseLong(words[2]));
            default -> taken(Integer.parseInt(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]),
                Long.parseLong(words[4]));
        }
    }

    /** The live world came to a hash; between two batches it must stay. */
    void hash(final long seq, final String hash)
    {
        final String before = hashes.put(seq, hash);
        if (before == null)
        {
            teller.accept("hash " + seq + " " + hash);
        }
        require(before == null || before.equals(hash), "the state changed behind batch " + seq + " without a batch");
    }

    /** A source was told that its input is taken. */
    void taken(final Message message, final long seq, final long cursor)
    {
        final int template = message.isFrame ? FrameInDecoder.TEMPLATE_ID :
            message.isReceipt ? ReceiptInDecoder.TEMPLATE_ID : 0;
        teller.accept("taken " + template + " " + message.intentId + " " + message.seq + " " + seq);
        taken(template, message.intentId, message.seq, seq);
        require(!message.isFrame || cursor == message.seq || cursor == 0,
            "the cursor is " + cursor + " after frame " + message.seq);
    }

    private void taken(final int template, final long intentId, final long frameSeq, final long seq)
    {
        require(taken.put(seq, new long[]{template, intentId}) == null, "two inputs are batch " + seq);
        require(template == 0 || !settled.containsKey(intentId),
            "intent " + intentId + " was told to be settled, and took an input at " + seq);
        if (template == ReceiptInDecoder.TEMPLATE_ID)
        {
            settled.put(intentId, seq);
        }
        if (template == FrameInDecoder.TEMPLATE_ID)
        {
            final long[] before = cursors.put(intentId, new long[]{frameSeq, seq});
            require(before == null || before[0] < frameSeq, "the cursor of " + intentId + " went back to " + frameSeq);
        }
    }

    void attempt(final Attempt attempt, final long durableSeq)
    {
        teller.accept(
            "attempt " + attempt.intentId + " " + attempt.attempt + " " + attempt.adapter + " " + durableSeq);
        attempts.add(new long[]{attempt.intentId, attempt.attempt, attempt.adapter, durableSeq});
    }

    void cancel(final long intentId, final long durableSeq)
    {
        teller.accept("cancel " + intentId + " " + durableSeq);
        cancels.add(new long[]{intentId, durableSeq});
    }

    boolean isSettled(final long intentId)
    {
        return settled.containsKey(intentId);
    }

    /** {@return the seq up to which frames were told to be taken, 0 if none} */
    long cursor(final long intentId)
    {
        return cursors.containsKey(intentId) ? cursors.get(intentId)[0] : 0;
    }

    /** Power was lost under a journal that does not promise to survive it: what is gone was no promise. */
    void forget(final long behindSeq)
    {
        hashes.tailMap(behindSeq, false).clear();
        taken.tailMap(behindSeq, false).clear();
        attempts.removeIf(attempt -> attempt[3] > behindSeq);
        cancels.removeIf(cancel -> cancel[1] > behindSeq);
        settled.values().removeIf(seq -> seq > behindSeq);
        cursors.values().removeIf(cursor -> cursor[1] > behindSeq);
    }

    /** The world was opened behind a batch: later ones that nobody was told of may be gone, and their hashes. */
    void reopened(final long lastSeq)
    {
        hashes.tailMap(lastSeq, false).clear();
    }

    /** Compares all that was told with what the journal has. */
    void verify(final Ledger ledger)
    {
        taken.forEach((seq, what) ->
        {
            final long[] cause = ledger.causes.get(seq);
            require(cause != null, "batch " + seq + " was told, and is not there");
            require(what[0] == 0 || what[0] == cause[0] && what[1] == cause[1],
                "batch " + seq + " was told to be another one");
        });
        for (final long[] attempt : attempts)
        {
            final long seq = ledger.startedSeq(attempt[0], (int)attempt[1], (int)attempt[2]);
            require(seq >= 0 && seq <= attempt[3], "attempt " + attempt[1] + " of intent " + attempt[0] +
                " was handed to adapter " + attempt[2] + " when " + attempt[3] + " was durable, and began at " + seq);
        }
        for (final long[] cancel : cancels)
        {
            final long seq = ledger.settledSeq(cancel[0]);
            require(seq >= 0 && seq <= cancel[1], "a cancel of intent " + cancel[0] + " was handed over when " +
                cancel[1] + " was durable, and it was settled at " + seq);
        }
        settled.forEach((intentId, seq) -> require(ledger.settledSeq(intentId) == seq,
            "intent " + intentId + " was told to be settled at " + seq));
    }

    private static void require(final boolean isSo, final String text)
    {
        if (!isSo)
        {
            throw new AssertionError(text);
        }
    }
}
