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

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Supplier;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every comparison over a link is asked for, and how it is run. */
final class ComparisonOptions
{
    @Option(names = "--quick", description = "A few cases and the round trip only: under 40 seconds.")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result to FILE as JSON.")
    private Path json;

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
     * @param matchup makes what is compared.
     * @return the exit status.
     */
    int run(final Supplier<Matchup> matchup)
    {
        final Profile named = Profile.of(profile);
        OutputFiles.requireWritable("--json", json);
        final PrintWriter out = spec.commandLine().getOut();
        if (null != named.warning())
        {
            spec.commandLine().getErr().println("weir: " + named.warning());
        }
        out.println("weir " + BuildProperties.version() + ", profile " + named.label() + ", bounds checks " +
            (Profile.isBoundsChecked() ? "on" : "off") + ", " + System.getProperty("java.vm.name") + " " +
            Runtime.version());
        try (Matchup compared = matchup.get())
        {
            new Comparison(compared, quick).run(out, json);
        }
        return picocli.CommandLine.ExitCode.OK;
    }
}
