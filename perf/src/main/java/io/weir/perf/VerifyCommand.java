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

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.journal.JournalFault;
import io.weir.journal.JournalVerdict;
import io.weir.kernel.host.WorldHashes;
import io.weir.perf.report.JsonFile;
import io.weir.tools.Verification;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Says whether the journal of a world can be believed.
 */
@Command(
    name = "verify",
    description = "Reads every file of a world's journal, replays it from its beginning and from its snapshot, and " +
        "compares. Exits 0 only if it is verified.",
    mixinStandardHelpOptions = true,
    versionProvider = WeirCommand.Version.class,
    sortOptions = false)
final class VerifyCommand implements Callable<Integer>
{
    private static final String STANDARD_OUTPUT = "-";

    @Parameters(paramLabel = "DIR", description = "Directory of the journal. It is neither locked nor written.")
    private Path directory;

    @Option(
        names = "--modules",
        paramLabel = "PATH",
        split = ":",
        description = "Jars, or directories of jars or classes, that offer the code of the modules.")
    private List<Path> modules = new ArrayList<>();

    @Option(
        names = "--json",
        paramLabel = "FILE",
        description = "Write the result to FILE as JSON; with - to standard output, and nothing else there.")
    private Path json;

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
        if (null != json && !STANDARD_OUTPUT.equals(json.toString()))
        {
            OutputFiles.requireWritable("--json", json);
        }
        final PrintWriter out = spec.commandLine().getOut();
        final Verification found = Verification.of(directory, modules);
        if (null != json && STANDARD_OUTPUT.equals(json.toString()))
        {
            out.println(json(found));
        }
        else
        {
            found.print(out);
            if (null != json)
            {
                JsonFile.write(json, json(found));
            }
        }
        out.flush();
        return JournalVerdict.VERIFIED == found.verdict() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static ObjectNode json(final Verification found)
    {
        final ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("verdict", found.verdict().name().toLowerCase(Locale.ROOT));
        json.put("fromSeq", found.fromSeq());
        json.put("toSeq", found.toSeq());
        json.put("batchesRead", found.batchesRead());
        final WorldHashes hashes = found.hashes();
        final ObjectNode texts = json.putObject("hashes");
        texts.put("closing", null == hashes ? null : hashes.liveHash());
        texts.put("replay", null == hashes ? null : hashes.replayHash());
        texts.put("snapshot", null == hashes ? null : hashes.snapshotHash());
        final ArrayNode faults = json.putArray("faults");
        for (final JournalFault fault : found.faults())
        {
            faults.addObject().put("file", fault.file()).put("offset", fault.offset()).put("reason", fault.reason());
        }
        return json;
    }
}
