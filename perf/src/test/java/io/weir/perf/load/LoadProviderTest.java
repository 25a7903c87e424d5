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

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Engine;
import io.weir.perf.CommandRun;
import io.weir.perf.Profile;
import io.weir.policy.Grants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The provider's side of a load in two processes, here in one: what they know of each other goes over the session. */
@SuppressWarnings("try")
class LoadProviderTest
{
    private static final String NAME = "load-provider-test";
    private static final String ADDRESS = "aeron:ipc?term-length=128k";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {
        "--streams 16",
        "--streams 5 --producers 2",
        "--streams 300 --payload 8",
        "--streams 8 --rate 20000/s"})
    void shouldLoseNothingWhenTheProviderIsElsewhere(final String terms)
    {
        try (LoadProvider provider = provider(null))
        {
            final CommandRun run = CommandRun.of(
                ("load --warmup 50ms --duration 200ms --connect " + ADDRESS + " " + terms).split(" "));

            assertEquals(0, run.status(), () -> run.out() + run.err());
            assertTrue(run.out().contains("0 lost, 0 duplicated, 0 reordered, 0 corrupted"), run.out());
        }
    }

    @Test
    void shouldServeOneConsumerAfterTheOtherWhenItStays()
    {
        try (LoadProvider provider = provider(null))
        {
            for (int i = 0; i < 3; i++)
            {
                final CommandRun run = CommandRun.of(
                    ("load --warmup 10ms --duration 50ms --connect " + ADDRESS).split(" "));

                assertEquals(0, run.status(), () -> run.out() + run.err());
            }
        }
    }

    @Test
    void shouldReceiveTheFileByteForByteWhenTheProviderHasIt() throws IOException
    {
        final Path file = Files.writeString(directory.resolve("input"), "one\ntwo\n\nlast".repeat(999));
        try (LoadProvider provider = provider(file))
        {
            final CommandRun run =
                CommandRun.of(("load --streams 7 --connect " + ADDRESS + " --input " + file).split(" "));

            assertEquals(0, run.status(), () -> run.out() + run.err());
            assertTrue(run.out().contains(", the same"), run.out());
        }
    }

    @Test
    void shouldSayWhyWhenTheProviderHasAnotherFile() throws IOException
    {
        final Path file = Files.writeString(directory.resolve("input"), "one\n");
        try (LoadProvider provider = provider(null))
        {
            final CommandRun run = CommandRun.of(("load --connect " + ADDRESS + " --input " + file).split(" "));

            assertAll(
                () -> assertEquals(1, run.status(), run.out()),
                () -> assertTrue(run.err().contains("without --input"), run.err()));
        }
    }

    private static LoadProvider provider(final Path input)
    {
        return new LoadProvider(input, Profile.DEFAULT,
            new Engine.Context().name(NAME).listen(ADDRESS).remoteGrants(Grants.EVERYTHING));
    }
}
