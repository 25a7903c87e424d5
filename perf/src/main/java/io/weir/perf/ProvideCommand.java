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

import io.weir.Engine;
import io.weir.aeron.AeronTransport;
import io.weir.config.IdleKind;
import io.weir.config.Setting;
import io.weir.config.SettingSource;
import io.weir.config.Settings;
import io.weir.perf.load.LoadOptions;
import io.weir.perf.load.LoadProvider;
import io.weir.policy.Grants;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.agrona.concurrent.ShutdownSignalBarrier;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The provider of a load in another process: sends what consumers ask for, until it is told to end. */
@Command(
    name = "provide",
    description = {
        "Provides the messages of a load to consumers in other processes: start it in one terminal, and " +
            "./weir load --connect ADDRESS in another.",
        "Whoever reaches the address may ask for messages: it is for measuring, not for the open."},
    mixinStandardHelpOptions = true,
    versionProvider = WeirCommand.Version.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:told to end", "1:could not be launched", "2:misuse"})
final class ProvideCommand implements Callable<Integer>
{
    private static final int STREAMS_MAX = 65_536;

    @Parameters(paramLabel = "ADDRESS",
        description = "Where to listen: aeron:udp?endpoint=HOST:PORT, or aeron:ipc with a driver that both use.")
    private String address;

    @Option(names = "--input", paramLabel = "FILE",
        description = "File whose lines are sent to consumers that are started with the same --input.")
    private Path input;

    @Option(names = "--driver", paramLabel = "DIR",
        description = "Use the media driver that runs in DIR instead of one of our own.")
    private Path driver;

    @Option(names = "--profile", paramLabel = "NAME", defaultValue = "default",
        description = "default or low-latency; the launcher applies its JVM options. Default: ${DEFAULT-VALUE}.")
    private String profile;

    @Spec
    private CommandSpec spec;

    ProvideCommand()
    {
    }

    @Override
    public Integer call()
    {
        Surroundings.requireAeronAddress("", address);
        Surroundings.configuration();
        final Profile named = Profile.of(profile);
        if (null != named.warning())
        {
            spec.commandLine().getErr().println("weir: " + named.warning());
        }
        try (ShutdownSignalBarrier barrier = new ShutdownSignalBarrier();
            LoadProvider provider = new LoadProvider(input, named, context(named)))
        {
            final PrintWriter out = spec.commandLine().getOut();
            out.println("providing at " + address + " as " + provider.engine().name());
            out.flush();
            barrier.await();
            return CommandLine.ExitCode.OK;
        }
        catch (final IllegalArgumentException ex)
        {
            throw new Misuse(ex.getMessage());
        }
    }

    private Engine.Context context(final Profile named)
    {
        final AeronTransport.Context transport = new AeronTransport.Context();
        if (null != driver)
        {
            transport.directory(driver.toString());
        }
        final Engine.Context context = new Engine.Context()
            .name("load-provider")
            .transport(AeronTransport.launch(transport))
            .remoteGrants(Grants.EVERYTHING)
            .listen(address);
        // What is set in the surroundings counts more.
        unlessSet(context, Settings.SESSION_STREAMS_MAX, STREAMS_MAX);
        unlessSet(context, Settings.STREAM_QUEUE_MAX, LoadOptions.MAX_WINDOW);
        if (Profile.LOW_LATENCY == named)
        {
            unlessSet(context, Settings.ENGINE_IDLE, IdleKind.BUSY_SPIN);
        }
        return context;
    }

    private static <T> void unlessSet(final Engine.Context context, final Setting<T> setting, final T value)
    {
        if (SettingSource.DEFAULT == Surroundings.configuration().source(setting))
        {
            context.set(setting, value);
        }
    }
}
