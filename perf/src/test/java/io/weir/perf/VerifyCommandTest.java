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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.codecs.FrameHeader;
import io.weir.codecs.kernel.DomainEventEncoder;
import io.weir.codecs.kernel.MessageHeaderEncoder;
import io.weir.codecs.kernel.OutcomeCode;
import io.weir.codecs.kernel.PayloadForm;
import io.weir.config.Settings;
import io.weir.counters.Counters;
import io.weir.journal.JournalContext;
import io.weir.journal.JournalReader;
import io.weir.kernel.WorldContext;
import io.weir.kernel.host.KernelAgent;
import io.weir.kernel.host.WorldOpening;
import io.weir.kernel.manifest.CodeIdentity;
import io.weir.test.Rule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Rule({"K-8", "K-9"})
class VerifyCommandTest
{
    private static final CodeIdentity ELSEWHERE = CodeIdentity.ofVersion("elsewhere-1");
    private static final long LIMIT_NS = 30_000_000_000L;

    @TempDir
    private Path directory;

    @TempDir
    private Path modules;

    @Test
    void shouldPrintEqualHashesWhenTheWorldWasClosedInOrder()
    {
        world(TallyProvider.CODE, 20, true);
        world(TallyProvider.CODE, 20, true);
        final CommandRun run = CommandRun.of("verify", directory.toString());

        assertEquals(0, run.status(), run::err);
        assertEquals(3, hashes(run).size(), run::out);
        assertEquals(1, Set.copyOf(hashes(run)).size(), run::out);
        assertTrue(run.out().contains("verified"));
    }

    @Test
    void shouldSayWhatIsMissingWhenTheWorldWasNotClosedInOrder()
    {
        world(TallyProvider.CODE, 5, false);
        final CommandRun run = CommandRun.of("verify", directory.toString());

        assertEquals(0, run.status(), run::err);
        assertTrue(run.out().contains("no snapshot of the last batch"), run::out);
        assertTrue(run.out().contains("from batch 0"), run::out);
    }

    @Test
    void shouldPrintNothingButJsonWhenItIsAskedFor() throws IOException
    {
        world(TallyProvider.CODE, 20, true);
        world(TallyProvider.CODE, 20, true);
        final CommandRun run = CommandRun.of("verify", directory.toString(), "--json", "-");
        final JsonNode json = new ObjectMapper().readTree(run.out());

        assertEquals(0, run.status(), run::err);
        final List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        assertEquals(List.of("verdict", "fromSeq", "toSeq", "batchesRead", "hashes", "faults"), names);
        assertEquals("verified", json.get("verdict").asText());
        assertEquals(0, json.get("fromSeq").asLong());
        assertEquals(json.get("toSeq").asLong() + 1, json.get("batchesRead").asLong());
        assertEquals(64, json.get("hashes").get("closing").asText().length());
        assertEquals(json.get("hashes").get("closing"), json.get("hashes").get("replay"));
        assertEquals(json.get("hashes").get("closing"), json.get("hashes").get("snapshot"));
        assertEquals(0, json.get("faults").size());
    }

    @Test
    void shouldNameFileAndOffsetInJsonWhenAFirstSegmentIsEmptyAndSnapshotsAreWhole() throws IOException
    {
        world(TallyProvider.CODE, 20, true);
        final Path segment = directory.resolve("0000000000000000.segment");
        Files.write(segment, new byte[0]);
        final CommandRun run = CommandRun.of("verify", directory.toString(), "--json", "-");
        final JsonNode json = new ObjectMapper().readTree(run.out());

        assertEquals(1, run.status(), run::err);
        assertEquals("damaged", json.get("verdict").asText());
        assertTrue(json.get("hashes").get("replay").isNull(), run::out);
        final JsonNode fault = json.get("faults").get(0);
        assertEquals(segment.getFileName().toString(), fault.get("file").asText());
        assertEquals(0, fault.get("offset").asLong());
        assertTrue(fault.get("reason").asText().contains("has 0 bytes"), run::out);
    }

    @Test
    void shouldRefuseInWordsWhenThereIsNoJournal() throws IOException
    {
        final CommandRun run = CommandRun.of("verify", directory.toString(), "--json", "-");
        final JsonNode json = new ObjectMapper().readTree(run.out());

        assertEquals(1, run.status(), run::err);
        assertEquals("refused", json.get("verdict").asText());
        assertTrue(json.get("faults").get(0).get("reason").asText().contains("holds no journal"), run::out);
    }

    @Test
    void shouldExitWithOneWhenABatchIsDamaged() throws IOException
    {
        world(TallyProvider.CODE, 20, true);
        final long position;
        try (JournalReader reader = JournalReader.open(directory))
        {
            while (reader.next() && reader.seq() < 5)
            {
                assertTrue(reader.seq() < 5);
            }
            position = reader.position();
        }
        damage(directory.resolve("0000000000000000.segment"), position - Long.BYTES);
        final CommandRun run = CommandRun.of("verify", directory.toString());

        assertEquals(1, run.status(), run::out);
        assertTrue(run.out().contains("0000000000000000.segment at "), run::out);
        assertTrue(run.out().contains("a batch with a wrong checksum"), run::out);
        assertTrue(run.out().contains("verdict    damaged"), run::out);
        assertFalse(run.out().contains("verified"), run::out);
    }

    @Test
    void shouldSayThatTheClosingSnapshotIsDamagedWhenItIs() throws IOException
    {
        world(TallyProvider.CODE, 20, true);
        final Path snapshot;
        try (Stream<Path> files = Files.list(directory.resolve("snapshots")))
        {
            snapshot = files.findFirst().orElseThrow();
        }
        damage(snapshot, 80);
        final CommandRun run = CommandRun.of("verify", directory.toString());

        assertEquals(1, run.status(), run::out);
        assertTrue(run.out().contains("live close – (the snapshot of the last batch is damaged)"), run::out);
        assertTrue(run.out().contains(snapshot.getFileName() + " at 0: has a payload with a wrong checksum"), run::out);
        assertTrue(run.out().contains("verdict    damaged"), run::out);
    }

    private static void damage(final Path file, final long position) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            final ByteBuffer bytes = ByteBuffer.allocate(1);
            assertEquals(1, channel.read(bytes, position));
            bytes.put(0, (byte)~bytes.get(0));
            channel.write(bytes.flip(), position);
        }
    }

    @Test
    void shouldNameTheCodeWhenNobodyHasIt()
    {
        final CodeIdentity other = CodeIdentity.ofVersion("tally-2");
        world(other, 5, true);
        final CommandRun run = CommandRun.of("verify", directory.toString());

        assertEquals(1, run.status());
        assertTrue(run.out().contains("tally is code " + other), run::out);
        assertTrue(run.out().contains("verdict    refused"), run::out);
    }

    @Test
    void shouldFindTheCodeWhenItIsInADirectoryOfClasses() throws IOException
    {
        final Path classes = compiled();
        world(ELSEWHERE, 20, true);
        world(ELSEWHERE, 20, true);
        assertEquals(1, CommandRun.of("verify", directory.toString()).status(), "nobody has it here");
        final CommandRun run = CommandRun.of("verify", directory.toString(), "--modules", classes.toString());

        assertEquals(0, run.status(), run::err);
        assertEquals(3, hashes(run).size(), run::out);
        assertEquals(1, Set.copyOf(hashes(run)).size(), run::out);
    }

    @Test
    void shouldFindTheCodeWhenItIsInAJarOrInADirectoryOfJars() throws IOException
    {
        final Path jars = Files.createDirectory(modules.resolve("jars"));
        final Path jar = jar(compiled(), jars.resolve("elsewhere.jar"));
        world(ELSEWHERE, 20, true);
        for (final Path path : List.of(jar, jars))
        {
            final CommandRun run = CommandRun.of("verify", directory.toString(), "--modules", path.toString());

            assertEquals(0, run.status(), run::err);
            assertTrue(run.out().contains("verified"), run::out);
        }
    }

    @Test
    void shouldFindTheCodeWhenTwoVersionsOfAJarAreThere() throws IOException
    {
        final Path jars = Files.createDirectory(modules.resolve("jars"));
        jar(compiled("elsewhere-1"), jars.resolve("elsewhere-1.jar"));
        jar(compiled("elsewhere-2"), jars.resolve("elsewhere-2.jar"));
        world(CodeIdentity.ofVersion("elsewhere-2"), 20, true);
        final CommandRun run = CommandRun.of("verify", directory.toString(), "--modules", jars.toString());

        assertEquals(0, run.status(), run::err);
        assertTrue(run.out().contains("verified"), run::out);
    }

    @Test
    void shouldSayWhatItCannotReadWhenAModulePathIsNone()
    {
        world(TallyProvider.CODE, 5, true);
        final Path none = modules.resolve("none.jar");
        final CommandRun run = CommandRun.of("verify", directory.toString(), "--modules", none.toString());

        assertTrue(run.status() == 1 || run.status() == 2, "exits " + run.status());
        assertTrue(run.err().contains(none.toString()), run::err);
    }

    @Test
    void shouldSayFromWhereItVerifiedWhenOldSegmentsWereDeleted()
    {
        shortened(2);
        final CommandRun run = CommandRun.of("verify", directory.toString());

        assertEquals(0, run.status(), run::err);
        assertTrue(run.out().contains("the journal does not reach back to its beginning"), run::out);
        assertEquals(2, hashes(run).size(), run::out);
        assertEquals(1, Set.copyOf(hashes(run)).size(), run::out);
        assertTrue(run.out().lines().anyMatch(line -> line.matches("snapshot   [0-9a-f]{64} from batch [1-9][0-9]*")),
            run::out);
    }

    @Test
    void shouldTakeUpTheLastSnapshotItselfWhenThereIsNothingElseToBeginWith()
    {
        shortened(1);
        final CommandRun run = CommandRun.of("verify", directory.toString());

        assertEquals(0, run.status(), run::err);
        assertEquals(2, hashes(run).size(), run::out);
        assertTrue(run.out().contains("no batch behind it"), run::out);
    }

    /** A world whose first segments are gone. */
    private void shortened(final int snapshotsKept)
    {
        final JournalContext context = new JournalContext().directory(directory)
            .set(Settings.JOURNAL_SEGMENT_LENGTH, 1 << 20).set(Settings.JOURNAL_SEGMENTS_DELETE, true)
            .set(Settings.JOURNAL_SNAPSHOTS_KEPT, snapshotsKept);
        for (int round = 0; round < 3; round++)
        {
            world(context, TallyProvider.CODE, 20_000, true);
        }
        assertFalse(Files.exists(directory.resolve("0000000000000000.segment")), "it was deleted");
    }

    /** Classes that are not on the class path, with the file that tells of them. */
    private Path compiled() throws IOException
    {
        return compiled("elsewhere-1");
    }

    private Path compiled(final String version) throws IOException
    {
        final Path classes = Files.createDirectories(modules.resolve("classes"));
        final Path source = Files.writeString(modules.resolve("ElsewhereProvider.java"), String.join("\n",
            "package elsewhere;",
            "import io.weir.kernel.*;",
            "import io.weir.kernel.manifest.*;",
            "public final class ElsewhereProvider implements WorldCodeProvider, WorkflowModule",
            "{",
            "    public WorldCode code(final Manifest manifest)",
            "    {",
            "        final CodeIdentity mine = CodeIdentity.ofVersion(\"" + version + "\");",
            "        return manifest.modules().get(0).code().equals(mine) ?",
            "            WorldCode.builder().module(\"tally\", mine, this).build() : null;",
            "    }",
            "    public void onEvent(final StepContext context, final EventView event)",
            "    {",
            "        context.newState().putLong(0, context.hasState() ? context.state().getLong(0) + 1 : 1);",
            "        context.replaceState(8);",
            "    }",
            "}"));
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null,
            "-proc:none", "-cp", System.getProperty("java.class.path"), "-d", classes.toString(), source.toString()));
        final Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(services.resolve("io.weir.kernel.WorldCodeProvider"), "elsewhere.ElsewhereProvider\n");
        return classes;
    }

    private static Path jar(final Path classes, final Path jar) throws IOException
    {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar)); Stream<Path> files =
            Files.walk(classes))
        {
            for (final Path file : files.filter(Files::isRegularFile).toList())
            {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                out.write(Files.readAllBytes(file));
                out.closeEntry();
            }
        }
        return jar;
    }

    private static List<String> hashes(final CommandRun run)
    {
        return run.out().lines().filter(line -> line.matches("(live close|replay    |snapshot  ) [0-9a-f]{64}.*"))
            .map(line -> line.substring(11, 75)).toList();
    }

    @Test
    void shouldExitWithOneOrTwoWhenThereIsNoJournalOrNoDirectory()
    {
        assertEquals(1, CommandRun.of("verify", directory.toString()).status());
        assertEquals(2, CommandRun.of("verify", directory.resolve("gone").toString()).status());
        assertEquals(2, CommandRun.of("verify").status());
    }

    private void world(final CodeIdentity identity, final int events, final boolean isClosed)
    {
        world(new JournalContext().directory(directory).set(Settings.JOURNAL_SEGMENT_LENGTH, 4 << 20), identity, events,
            isClosed);
    }

    private static void world(
        final JournalContext context,
        final CodeIdentity identity,
        final int events,
        final boolean isClosed)
    {
        final WorldOpening opening = WorldOpening.open(
            context,
            TallyProvider.manifest(identity), TallyProvider.code(identity), new WorldContext(), 1);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
        for (int i = 0; i < events; i++)
        {
            final DomainEventEncoder encoder = new DomainEventEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            encoder.correlationId(i).form(PayloadForm.INLINE).kind("one").putKey(new byte[0], 0, 0)
                .putPayload(new byte[0], 0, 0);
            OutcomeCode outcome = OutcomeCode.JOURNAL_FULL;
            while (outcome == OutcomeCode.JOURNAL_FULL)
            {
                outcome = opening.world().offer(0, 1, buffer, 0, FrameHeader.LENGTH + encoder.encodedLength());
                if (outcome == OutcomeCode.JOURNAL_FULL)
                {
                    assertTrue(opening.journal().awaitNextReady(LIMIT_NS), "no segment is ready");
                }
            }
            assertEquals(OutcomeCode.ACCEPTED, outcome);
        }
        KernelAgent.of(
            new KernelAgent.Context(opening).counters(Counters.inMemory()).snapshotOnClose(isClosed)).onClose();
    }
}
