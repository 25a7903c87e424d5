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

import io.weir.journal.JournalException;
import io.weir.kernel.ReplayException;
import io.weir.kernel.manifest.ManifestException;
import io.weir.kernel.record.RecordException;
import io.weir.tools.Verification;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Runs the journal of a world again and compares what it comes to.
 */
@Command(
    name = "verify",
    description = "Runs the journal of a world again, from its beginning and from its snapshot, and compares.",
    mixinStandardHelpOptions = true,
    versionProvider = WeirCommand.Version.class,
    sortOptions = false)
final class VerifyCommand implements Callable<Integer>
{
    @Parameters(paramLabel = "DIR", description = "Directory of the journal. It is neither locked nor written.")
    private Path directory;

    @Option(
        names = "--modules",
        paramLabel = "PATH",
        split = ":",
        description = "Jars, or directories of jars or classes, that offer the code of the modules.")
    private List<Path> modules = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    VerifyCommand()
    {
    }

    @Override
    public Integer call() throws IOException
    {
        if (!Files.isDirectory(directory))
        {
            throw new Misuse("no directory: " + directory);
        }
        final PrintWriter out = spec.commandLine().getOut();
        try
        {
            final boolean isSame = new Verification(directory, modules).run(out);
            return isSame ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
        catch (final JournalException | ReplayException | RecordException | ManifestException ex)
        {
            throw new Failure(ex.getMessage(), ex);
        }
        finally
        {
            out.flush();
        }
    }
}
