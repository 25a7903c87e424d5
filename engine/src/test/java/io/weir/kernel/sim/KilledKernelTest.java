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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.Durability;
import io.weir.journal.FileStorage;
import io.weir.kernel.host.WorldHashes;
import io.weir.kernel.host.WorldOpening;
import io.weir.test.Rule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real process runs a world under load and is killed with -9, again and again over one journal; after each, what it
 * had told must be in the journal, and the journal must come to the hashes it had. {@code weir.test.kernel.kills} says
 * how often.
 */
class KilledKernelTest
{
    private static final int KILLS = Integer.getInteger("weir.test.kernel.kills", 4);
    private static final int WORLDS_END = 20;
    private static final long JOIN_S = 20;

    @TempDir
    private Path root;

    @Test
    @Rule({"K-7", "K-8", "K-9", "K-12"})
    void shouldKeepItsWordAndItsBytesWhenTheProcessIsKilled() throws Exception
    {
        final long seed = Long.getLong("weir.test.kernel.seed", System.nanoTime());
        final Random random = new Random(seed);
        Promises promises = new Promises();
        Path directory = root;
        for (int i = 0; i < KILLS; i++)
        {
            if (i % WORLDS_END == 0)
            {
                // A journal that is read from its beginning each time must not grow for ever.
                promises = new Promises();
                directory = root.resolve("world-" + i);
            }
            final Durability durability = i % 2 == 0 ? Durability.PROCESS : Durability.POWER;
            final int told = runAndKill(directory, durability, random, promises);
            assertTrue(told > 0, "told nothing, seed " + seed);
            verify(directory, promises, random, seed);
        }
        final WorldOpening opening = KernelProcess.open(directory, Durability.PROCESS, 1);
        opening.journal().close();
        assertTrue(WorldHashes.of(directory, SimWorld.manifest(), SimWorld.code()).isSame(), "seed " + seed);
    }

    private static int runAndKill(
        final Path directory,
        final Durability durability,
        final Random random,
        final Promises promises) throws IOException, InterruptedException
    {
        final Process process = Processes.start(
            List.of(), KernelProcess.class, directory.toString(), durability.name(), Long.toString(random.nextLong()));
        int told = 0;
        try (BufferedReader in = new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII)))
        {
            final int limit = 1 + random.nextInt(1_500);
            String line = in.readLine();
            String next = null;
            while (line != null)
            {
                next = in.readLine();
                // The very last line may have been cut.
                if (next != null)
                {
                    promises.told(line);
                    told++;
                }
                if (told == limit)
                {
                    // By its handle: the pipe stays open.
                    process.toHandle().destroyForcibly();
                }
                line = next;
            }
            assertTrue(process.waitFor(JOIN_S, TimeUnit.SECONDS), "still alive");
            assertEquals(137, process.exitValue(), "ended by itself; see its errors above");
            return told;
        }
        finally
        {
            process.destroyForcibly().waitFor(JOIN_S, TimeUnit.SECONDS);
        }
    }

    private static void verify(
        final Path directory,
        final Promises promises,
        final Random random,
        final long seed)
    {
        try
        {
            final Ledger ledger = new Ledger(fault ->
            {});
            final long last =
                new Audit(new FileStorage(directory), SimWorld.manifest(), ledger).run(promises, random);
            promises.verify(ledger);
            promises.reopened(last);
        }
        catch (final AssertionError | RuntimeException ex)
        {
            throw new AssertionError("weir.test.kernel.seed=" + seed + ": " + ex, ex);
        }
    }
}
