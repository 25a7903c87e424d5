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

import io.weir.perf.compare.Comparison;
import io.weir.perf.compare.Matchup;
import io.weir.perf.report.Readable;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every comparison over a link is asked for, and how it is run. */
final class ComparisonOptions
{
    private static final int FORKS = 3;
    private static final int FORKS_QUICK = 1;
    private static final int ROUNDS = 9;
    private static final int ROUNDS_QUICK = 7;
    private static final int ROUNDS_MAX = 1_000;
    private static final Duration ROUND = Duration.ofMillis(500);
    private static final Duration ROUND_QUICK = Duration.ofMillis(350);
    private static final Duration ROUND_MIN = Duration.ofMillis(1);
    private static final Duration ROUND_MAX = Duration.ofSeconds(30);

    @Option(names = "--quick", description = "A few cases and the round trip only: under 40 s.")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result to FILE as JSON.")
    private Path json;

    @Option(
        names = "--forks",
        paramLabel = "N",
        description = "JVMs of each side of each case, one after the other. Default: 3, with --quick 1.")
    private Integer forks;

    @Option(
        names = "--rounds",
        paramLabel = "N",
        description = "Rounds of each side of each case, shared among its JVMs. Default: 9, with --quick 7.")
    private Integer rounds;

    @Option(
        names = "--round",
        paramLabel = "TIME",
        converter = DurationConverter.class,
        description = "Length of a round. Default: 500ms, with --quick 350ms.")
    private Duration round;

    @Option(
        names = "--profile",
        paramLabel = "NAME",
        defaultValue = "low-latency",
        description = "default or low-latency; the launcher applies its JVM options. Default: ${DEFAULT-VALUE}.")
    private String profile;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    ComparisonOptions()
    {
    }

    /**
     * Runs a comparison.
     *
     * @param matchup that is compared.
     * @return the exit status.
     */
    int run(final Matchup matchup)
    {
        final int count = given(rounds, ROUNDS, ROUNDS_QUICK);
        final int jvms = given(forks, Math.min(FORKS, count), FORKS_QUICK);
        final Duration length = given(round, ROUND, ROUND_QUICK);
        LoadCommand.requireRange("--rounds", count, 1, ROUNDS_MAX);
        LoadCommand.requireRange("--forks", jvms, 1, count);
        if (length.compareTo(ROUND_MIN) < 0 || length.compareTo(ROUND_MAX) > 0)
        {
            throw new Misuse("--round: " + Readable.time(length.toNanos()) + " is out of range: give a time from " +
                ROUND_MIN.toMillis() + "ms to " + ROUND_MAX.toSeconds() + "s");
        }
        final Profile named = Profile.of(profile);
        OutputFiles.requireWritable("--json", json);
        // What would end each process that takes part is said here, once.
        Surroundings.configuration();
        final PrintWriter out = head(spec, named);
        new Comparison(matchup, quick, jvms, count, length.toNanos()).run(out, json);
        return picocli.CommandLine.ExitCode.OK;
    }

    /**
     * Says what compares: the version, the profile and the JVM.
     *
     * @param spec  of the command.
     * @param named profile of the run.
     * @return where its results go.
     */
    static PrintWriter head(final CommandSpec spec, final Profile named)
    {
        final PrintWriter out = spec.commandLine().getOut();
        if (null != named.warning())
        {
            spec.commandLine().getErr().println("weir: " + named.warning());
        }
        out.println("weir " + BuildProperties.version() + ", profile " + named.label() + ", bounds checks " +
            (Profile.isBoundsChecked() ? "on" : "off") + ", " + System.getProperty("java.vm.name") + " " +
            Runtime.version());
        return out;
    }

    private <T> T given(final T value, final T usual, final T whenQuick)
    {
        if (null != value)
        {
            return value;
        }
        return quick ? whenQuick : usual;
    }
}
