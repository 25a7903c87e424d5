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

import io.weir.config.Durability;
import io.weir.config.Settings;
import io.weir.journal.JournalContext;
import io.weir.kernel.WorldContext;
import io.weir.kernel.host.KernelAgent;
import io.weir.kernel.host.WorldOpening;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.agrona.concurrent.SystemEpochNanoClock;

/**
 * The main class of a process that runs a world under load, tells on its standard output what it has told its sources
 * and adapters, and never ends by itself.
 */
public final class KernelProcess
{
    private static final int MAX_ATTEMPTS = 500;
    private static final int HASH_EVERY = 16;
    private static final int SNAPSHOT_EVERY = 50;

    private KernelProcess()
    {
    }

    /**
     * Runs.
     *
     * @param args directory, durability and a seed.
     */
    public static void main(final String[] args)
    {
        final Random random = new Random(Long.parseLong(args[2]));
        final PrintStream out = new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 512), false, StandardCharsets.US_ASCII);
        final Promises promises = new Promises(line -> out.print(line + "\n"));
        final Sources sources = new Sources(random, promises, fault ->
        {});
        final Misbehaviour misbehaviour = new Misbehaviour(random, promises);
        final SystemEpochNanoClock clock = new SystemEpochNanoClock();
        final WorldOpening opening = open(Path.of(args[0]), Durability.valueOf(args[1]), clock.nanoTime());
        final KernelAgent.Context context = new KernelAgent.Context(opening).adapters(sources).clock(clock);
        sources.connect(context, opening.journal());
        final KernelAgent agent = KernelAgent.of(context);
        boolean isSnapshotAwaited = false;
        long snapshotSeq = -1;
        for (long i = 0; !out.checkError(); i++)
        {
            load(random, sources, misbehaviour);
            agent.doWork();
            sources.pollAnswers();
            if (isSnapshotAwaited)
            {
                isSnapshotAwaited = agent.snapshotSeq() == snapshotSeq;
            }
            else if (i % SNAPSHOT_EVERY == SNAPSHOT_EVERY - 1)
            {
                snapshotSeq = agent.snapshotSeq();
                agent.askSnapshot();
                isSnapshotAwaited = true;
            }
            else if (i % HASH_EVERY == 0)
            {
                promises.hash(agent.world().seq(), SimWorld.hash(agent.world()));
            }
        }
    }

    static WorldOpening open(final Path directory, final Durability durability, final long nowNs)
    {
        return WorldOpening.open(new JournalContext().directory(directory)
            .set(Settings.JOURNAL_SEGMENT_LENGTH, 256 * 1024)
            .set(Settings.JOURNAL_DURABILITY, durability), SimWorld.manifest(), SimWorld.code(), new WorldContext(),
            nowNs);
    }

    private static void load(final Random random, final Sources sources, final Misbehaviour misbehaviour)
    {
        for (int i = random.nextInt(8); i >= 0; i--)
        {
            sources.send(Sources.USER, sources.number(misbehaviour.event()).encode());
        }
        final int size = sources.attempts.size();
        for (int i = random.nextInt(16); i >= 0 && size > 0; i--)
        {
            final Attempt attempt = sources.attempts.get(size - 1 - random.nextInt(Math.min(size, 30)));
            final int what = random.nextInt(4);
            sources.send(attempt.adapter, sources.number(what == 0 ? misbehaviour.receipt(attempt) :
                what == 1 ? misbehaviour.wrong(attempt) : misbehaviour.frame(attempt)).encode());
        }
        if (size > MAX_ATTEMPTS)
        {
            sources.attempts.subList(0, size / 2).clear();
        }
    }
}
