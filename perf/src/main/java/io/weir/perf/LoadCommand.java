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

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weir.config.Settings;
import io.weir.perf.load.IdleRun;
import io.weir.perf.load.LoadOptions;
import io.weir.perf.load.LoadRig;
import io.weir.perf.load.RigLink;
import io.weir.perf.load.StalledRig;
import io.weir.perf.load.Strangers;
import io.weir.perf.report.JsonFile;
import io.weir.perf.report.LoadReport;
import io.weir.perf.report.Progress;
import io.weir.perf.report.Readable;
import io.weir.perf.report.StalledReport;
import io.weir.perf.report.StrangersReport;
import io.weir.perf.report.Terminal;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The main job: streams messages from a provider to its consumers, checks every one, and reports.
 */
@Command(
    name = "load",
    description = {
        "Streams messages over many streams with credit in one process, checks that every one arrives once, in " +
            "order and unharmed, and reports rate and latency.",
        "With --input the lines of a file are the messages, and what arrives is compared with the file."},
    mixinStandardHelpOptions = true,
    versionProvider = WeirCommand.Version.class,
    sortOptions = false,
    showDefaultValues = false,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
        "0:nothing was lost, duplicated, reordered or corrupted",
        "1:something was, or the run could not be finished",
        "2:misuse"})
final class LoadCommand implements Callable<Integer>
{
    private static final long IDLE_MIN_MS = 1_000;

    @Option(names = "--streams", paramLabel = "N", defaultValue = "256",
        description = "Count of streams. Default: ${DEFAULT-VALUE}.")
    private int streams;

    @Option(names = "--payload", paramLabel = "BYTES", defaultValue = "64",
        description = "Length of a generated message. Default: ${DEFAULT-VALUE}.")
    private int payload;

    @Option(names = "--window", paramLabel = "FRAMES",
        description = "Window of a stream: frames sent ahead of what is consumed. Default: weir.stream.window.size.")
    private Integer window;

    @Option(names = "--producers", paramLabel = "N", defaultValue = "1",
        description = "With 1 the provider's agent emits, with more so many threads, each with a lane. " +
            "Default: ${DEFAULT-VALUE}.")
    private int producers;

    @Option(names = "--duration", paramLabel = "TIME", defaultValue = "10s", converter = DurationConverter.class,
        description = "Length of the measured part. Default: ${DEFAULT-VALUE}.")
    private Duration duration;

    @Option(names = "--warmup", paramLabel = "TIME", defaultValue = "3s", converter = DurationConverter.class,
        description = "Length of what comes before it. Default: ${DEFAULT-VALUE}.")
    private Duration warmup;

    @Option(names = "--rate", paramLabel = "max|N/s", defaultValue = "max", converter = RateConverter.class,
        description = "As fast as it goes, or messages a second; then latency counts from the intended time. " +
            "Default: ${DEFAULT-VALUE}.")
    private long rate;

    @Option(names = "--input", paramLabel = "FILE",
        description = "Send the lines of FILE once, dealt over the streams, instead of generated messages.")
    private Path input;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report to FILE as JSON.")
    private Path json;

    @Option(names = "--out", paramLabel = "DIR",
        description = "Write the latencies to DIR: latency.hlog, the intervals, and latency.hgrm, percentiles in µs.")
    private Path out;

    @Option(names = "--link", paramLabel = "ring|ipc|udp", defaultValue = "ring",
        description = "The way between provider and consumer: rings within this process, or Aeron's IPC or UDP. " +
            "Default: ${DEFAULT-VALUE}.")
    private String link;

    @Option(names = "--connect", paramLabel = "ADDRESS",
        description = "Have the provider of another process send, which was started with ./weir provide ADDRESS.")
    private String connect;

    @Option(names = "--driver", paramLabel = "DIR",
        description = "Use the media driver that runs in DIR instead of one of our own.")
    private Path driver;

    @Option(names = "--durable", description = "Have the session outlive its connection.")
    private boolean durable;

    @Option(names = "--stalled", paramLabel = "N",
        description = "Instead of all this stall N streams, whose consumer takes 200 µs a frame, and say how often " +
            "their emitters are refused and what their agent takes of a core meanwhile.")
    private int stalled;

    @Option(names = "--message-frames", paramLabel = "K", defaultValue = "1",
        description = "With --stalled, the frames of each message. Default: ${DEFAULT-VALUE}.")
    private int messageFrames;
    @Option(names = "--idle", paramLabel = "TIME", converter = DurationConverter.class,
        description = "Stream nothing: measure what an engine in a process of its own takes that listens, and " +
            "how soon the first message after that is taken. With --link udp or ipc, after --warmup.")
    private Duration idle;

    @Option(names = "--profile", paramLabel = "NAME", defaultValue = "default",
        description = "default or low-latency; the launcher applies its JVM options. Default: ${DEFAULT-VALUE}.")
    private String profile;

    @Mixin
    private final StrangersOptions besides = new StrangersOptions();

    @Spec
    private CommandSpec spec;

    LoadCommand()
    {
    }

    @Override
    public Integer call()
    {
        if (isGiven("--stalled"))
        {
            return stall();
        }
        if (isGiven("--message-frames"))
        {
            throw new Misuse("--message-frames: it is for --stalled: add that, or leave it out");
        }
        Surroundings.configuration();
        if (null != idle)
        {
            return idle();
        }
        final LoadOptions options = options();
        final LoadRig rig = new LoadRig(options);
        warn(options);
        final Strangers strangers = besides.strangers("ipc".equals(link) && null == connect);
        final LoadReport report;
        try (Progress progress = progress(rig))
        {
            report = rig.beset(strangers).run(progress);
        }
        report.print(spec.commandLine().getOut());
        final ObjectNode node = report.json();
        final StrangersReport beside = rig.strangers();
        if (null != beside)
        {
            beside.print(spec.commandLine().getOut());
            beside.putInto(node);
        }
        if (null != json)
        {
            JsonFile.write(json, node);
        }
        return report.isClean() && (null == beside || beside.isClean()) ? CommandLine.ExitCode.OK :
            CommandLine.ExitCode.SOFTWARE;
    }

    private Integer stall()
    {
        for (final String option : List.of("--streams", "--payload", "--producers", "--rate", "--input", "--connect",
            "--out"))
        {
            if (isGiven(option))
            {
                throw new Misuse(option + " with --stalled: it would change nothing: leave one of them out");
            }
        }
        requireRange("--stalled", stalled, 1, LoadOptions.MAX_STREAMS);
        requireRange("--message-frames", messageFrames, 1, LoadOptions.MAX_WINDOW);
        streams = stalled;
        final LoadOptions options = options();
        final StalledRig rig = new StalledRig(options, messageFrames);
        Surroundings.configuration();
        warn(options);
        final StalledReport report = rig.run();
        report.print(spec.commandLine().getOut());
        if (null != json)
        {
            JsonFile.write(json, report.json());
        }
        return report.isClean() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private int idle()
    {
        if (!"udp".equals(link) && !"ipc".equals(link) || null != connect || null != driver || null != input)
        {
            throw new Misuse("--idle: an engine of a process of its own listens: give --link udp or ipc, and none of " +
                "--connect, --driver and --input");
        }
        if (idle.toMillis() < IDLE_MIN_MS)
        {
            throw new Misuse("--idle: processor time is counted in hundredths of a second: give at least 1s");
        }
        OutputFiles.requireWritable("--json", json);
        final ObjectNode found = new IdleRun("ipc".equals(link), idle, warmup).run(spec.commandLine().getOut());
        if (null != json)
        {
            JsonFile.write(json, found);
        }
        return CommandLine.ExitCode.OK;
    }

    private LoadOptions options()
    {
        final int window = null != this.window ? this.window :
            Surroundings.configuration().value(Settings.STREAM_WINDOW_SIZE);

        requireRange("--streams", streams, 1, LoadOptions.MAX_STREAMS);
        requireRange("--payload", payload, 0, LoadOptions.MAX_PAYLOAD);
        requireRange("--window", window, 1, LoadOptions.MAX_WINDOW);
        requireRange("--producers", producers, 1, LoadOptions.MAX_PRODUCERS);
        if (producers > streams)
        {
            throw new Misuse("--producers " + producers + " with --streams " + streams +
                ": each producer needs a stream of its own: ask for fewer producers or more streams");
        }
        if (duration.isZero())
        {
            throw new Misuse("--duration: there is nothing to measure in no time: give at least 1ms");
        }
        if (null != input)
        {
            requireNotGiven("--duration", "the run ends with the file");
            requireNotGiven("--warmup", "the file is sent once, from its first line");
            requireNotGiven("--payload", "the lines are the messages");
        }
        OutputFiles.requireWritable("--json", json);
        final Profile named = Profile.of(profile);
        OutputFiles.requireDirectory("--out", out);
        return new LoadOptions(streams, payload, window, producers, duration.toNanos(), warmup.toNanos(), rate, input,
            out, named, rigLink());
    }

    private RigLink rigLink()
    {
        if (null != connect)
        {
            if (isGiven("--link"))
            {
                throw new Misuse("--link with --connect: the address says which link it is: leave --link out");
            }
            Surroundings.requireAeronAddress("--connect", connect);
            return RigLink.connect(connect, driver, durable);
        }
        return RigLink.of(link, driver, durable);
    }

    private void warn(final LoadOptions options)
    {
        final PrintWriter err = spec.commandLine().getErr();
        if (null != options.profile().warning())
        {
            err.println("weir: " + options.profile().warning());
        }
        err.println(null == input ?
            "streaming for " + Readable.time(options.warmupNs()) + " to warm up and " +
                Readable.time(options.durationNs()) + " to measure…" :
            "streaming " + input + "…");
        err.flush();
    }

    private Progress progress(final LoadRig rig)
    {
        // Read by a person on the terminal, not part of the report.
        return new Progress(System.err, Terminal.isInteractive(), "load", rig.total());
    }

    private void requireNotGiven(final String option, final String why)
    {
        if (isGiven(option))
        {
            throw new Misuse(option + " with --input: " + why + ": leave one of them out");
        }
    }

    private boolean isGiven(final String option)
    {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    static void requireRange(final String option, final int value, final int min, final int max)
    {
        if (value < min || value > max)
        {
            throw new Misuse(
                option + ": " + value + " is out of range: give a whole number from " + min + " to " + max);
        }
    }
}
