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
 * The root of Weir's command line. Without a sub-command it prints its usage and exits 2.
 */
@Command(name = "weir", mixinStandardHelpOptions = true, description = "Streams, measured.")
public final class WeirCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    WeirCommand()
    {
    }

    /**
     * Runs the command line and exits with its status.
     *
     * @param args as typed.
     */
    public static void main(final String[] args)
    {
        System.exit(new CommandLine(new WeirCommand()).execute(args));
    }

    @Override
    public Integer call()
    {
        spec.commandLine().usage(spec.commandLine().getErr());

        return CommandLine.ExitCode.USAGE;
    }
}
