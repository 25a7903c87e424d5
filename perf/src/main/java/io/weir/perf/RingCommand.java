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
import io.weir.perf.compare.RingMatchup;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Compares Weir's ring link with raw Disruptors.
 */
@Command(
    name = "ring",
    description = "Compares Weir's streams over Disruptor rings with bare Disruptors: throughput and round trip.",
    mixinStandardHelpOptions = true,
    versionProvider = WeirCommand.Version.class,
    sortOptions = false)
final class RingCommand implements Callable<Integer>
{
    @Option(names = "--quick", description = "1 and 256 streams of 64 bytes and the round trip only: under 40 seconds.")
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

    RingCommand()
    {
    }

    @Override
    public Integer call()
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
        new Comparison(new RingMatchup(), quick).run(out, json);
        return CommandLine.ExitCode.OK;
    }
}
