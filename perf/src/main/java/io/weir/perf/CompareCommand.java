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

import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Compares Weir with what it is built on, side by side in one run.
 */
@Command(
    name = "compare",
    description = "Compares Weir with what it is built on, side by side.",
    mixinStandardHelpOptions = true,
    versionProvider = WeirCommand.Version.class,
    subcommands = {RingCommand.class, IpcCommand.class, UdpCommand.class, LoopCommand.class, JournalCommand.class},
    synopsisSubcommandLabel = "WHAT")
final class CompareCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    CompareCommand()
    {
    }

    @Override
    public Integer call()
    {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "name what to compare: ring, ipc, udp, loop or journal");
    }
}
