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

import io.weir.perf.compare.LoopComparison;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares loops over Weir with the same loops over bare rings or bare Aeron. */
@Command(
    name = "loop",
    description = {
        "Compares loops that wait for answers, and streams that wait for credit, with those of the bare library, " +
            "while the provider's agent has other work. Looks for cliffs: cases that are much worse than both their " +
            "neighbours. Exits 1 when there is one."},
    mixinStandardHelpOptions = true,
    versionProvider = WeirCommand.Version.class,
    sortOptions = false)
final class LoopCommand implements Callable<Integer>
{
    private static final Set<String> LINKS = Set.of("ring", "ipc");

    @Parameters(index = "0", paramLabel = "LINK", description = "ring or ipc.")
    private String link;

    @Option(names = "--quick", description = "A coarse grid and short runs: under 60 s.")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result to FILE as JSON.")
    private Path json;

    @Option(
        names = "--profile",
        paramLabel = "NAME",
        defaultValue = "low-latency",
        description = "default or low-latency; the launcher applies its JVM options. Default: ${DEFAULT-VALUE}.")
    private String profile;

    @Spec
    private CommandSpec spec;

    LoopCommand()
    {
    }

    @Override
    public Integer call()
    {
        if (!LINKS.contains(link))
        {
            throw new Misuse("'" + link + "' is no link to compare loops over: give ring or ipc");
        }
        final Profile named = Profile.of(profile);
        OutputFiles.requireWritable("--json", json);
        // What would end each process that takes part is said here, once.
        Surroundings.configuration();
        final PrintWriter out = ComparisonOptions.head(spec, named);
        return new LoopComparison(link, quick).run(out, json) ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
