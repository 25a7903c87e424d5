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

import io.weir.aeron.DriverException;
import io.weir.aeron.StandaloneDriver;
import io.weir.config.ConfigurationException;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a media driver of Aeron for the processes of a machine. */
@Command(
    name = "driver",
    description = {
        "Runs a media driver of Aeron until it is told to end (Ctrl-C, SIGTERM), and takes its directory away with it.",
        "Engines use it by its directory: weir.aeron.dir. Any client of Aeron can."},
    mixinStandardHelpOptions = true,
    versionProvider = WeirCommand.Version.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:told to end (a shell sees 143 for SIGTERM, 130 for Ctrl-C)", "1:could not be launched",
        "2:misuse"})
final class DriverCommand implements Callable<Integer>
{
    @Option(names = "--dir", paramLabel = "DIR",
        description = "Directory of its own, best in memory. Default: where clients of Aeron look.")
    private String directory;

    @Option(names = "--profile", paramLabel = "NAME",
        description = "default or low-latency; the launcher applies the JVM options of that name.")
    private String profile;

    @Parameters(arity = "0..1", paramLabel = "FILE",
        description = "Properties file with keys of Aeron's driver (aeron.*) and Weir's (weir.aeron.*).")
    private Path options;

    @Spec
    private CommandSpec spec;

    DriverCommand()
    {
    }

    @Override
    public Integer call()
    {
        if (null != options && !Files.isReadable(options))
        {
            throw new Misuse(options + ": cannot be read: name a properties file");
        }
        try
        {
            final StandaloneDriver driver = StandaloneDriver.launch(directory, profile, options);
            final PrintWriter out = spec.commandLine().getOut();
            out.println(driver.description());
            out.println("-Dweir.aeron.dir=" + driver.directory());
            out.flush();
            driver.runUntilSignalled();
            return CommandLine.ExitCode.OK;
        }
        catch (final ConfigurationException ex)
        {
            throw new Misuse(ex.getMessage());
        }
        catch (final DriverException ex)
        {
            throw new Failure(ex.getMessage(), ex);
        }
    }
}
