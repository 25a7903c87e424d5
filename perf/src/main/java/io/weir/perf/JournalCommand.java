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

package io.weir.perf;

import io.weir.config.Durability;
import io.weir.perf.compare.JournalComparison;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Compares what the kernel journals with Chronicle Queue and with bare files.
 */
@Command(
    name = "journal",
    description = "Compares the kernel's journal with Chronicle Queue and with bare files: throughput and answers.",
    mixinStandardHelpOptions = true,
    versionProvider = WeirCommand.Version.class,
    sortOptions = false)
final class JournalCommand implements Callable<Integer>
{
    private static final int ROUNDS = 9;
    private static final int ROUNDS_QUICK = 5;
    private static final int ROUNDS_MAX = 100;
    private static final int FRAMES = 1_000_000;
    private static final int FRAMES_QUICK = 300_000;
    private static final int FRAMES_MIN = 1_000;
    private static final int FRAMES_MAX = 2_000_000;

    @Option(names = "--quick", description = "Fewer and shorter rounds: about a minute.")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result to FILE as JSON.")
    private Path json;

    @Option(names = "--bare", description = "The journal alone in the kernel's place: what the kernel itself costs.")
    private boolean bare;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds of each. Default: 9, with --quick 5.")
    private Integer rounds;

    @Option(
        names = "--frames",
        paramLabel = "N",
        description = "Frames of a round, with durability power at most 200,000, with --quick 50,000. " +
            "Default: 1,000,000, with --quick 300,000.")
    private Integer frames;

    @Option(
        names = "--durability",
        paramLabel = "NAME",
        description = "process or power alone, so that a long comparison can be run in two parts. Default: both.")
    private String durability;

    @Option(
        names = "--dir",
        paramLabel = "DIR",
        description = "Where to write: several GiB (1 with --quick), removed at the end. Default: the directory for " +
            "temporary files.")
    private Path directory;

    @Option(
        names = "--profile",
        paramLabel = "NAME",
        defaultValue = "low-latency",
        description = "default or low-latency; the launcher applies its JVM options. Default: ${DEFAULT-VALUE}.")
    private String profile;

    @Spec
    private CommandSpec spec;

    JournalCommand()
    {
    }

    @Override
    public Integer call()
    {
        final int count = null == rounds ? quick ? ROUNDS_QUICK : ROUNDS : rounds;
        final int length = null == frames ? quick ? FRAMES_QUICK : FRAMES : frames;
        LoadCommand.requireRange("--rounds", count, 1, ROUNDS_MAX);
        LoadCommand.requireRange("--frames", length, FRAMES_MIN, FRAMES_MAX);
        final List<Durability> durabilities = durabilities();
        final Profile named = Profile.of(profile);
        OutputFiles.requireWritable("--json", json);
        OutputFiles.requireDirectory("--dir", directory);
        Surroundings.configuration();
        final PrintWriter out = ComparisonOptions.head(spec, named);
        final Path where = null == directory ? Path.of(System.getProperty("java.io.tmpdir")) : directory;
        new JournalComparison(where, durabilities, quick, bare, count, length).run(out, json);
        return CommandLine.ExitCode.OK;
    }

    private List<Durability> durabilities()
    {
        if (null == durability)
        {
            return List.of(Durability.values());
        }
        for (final Durability each : Durability.values())
        {
            if (each.name().toLowerCase(Locale.ROOT).equals(durability))
            {
                return List.of(each);
            }
        }
        throw new Misuse("--durability: '" + durability + "' is none: give process or power");
    }
}
