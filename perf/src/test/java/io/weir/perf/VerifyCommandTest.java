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
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.FrameHeader;
import io.weir.codecs.kernel.DomainEventEncoder;
import io.weir.codecs.kernel.MessageHeaderEncoder;
import io.weir.codecs.kernel.OutcomeCode;
import io.weir.codecs.kernel.PayloadForm;
import io.weir.config.Settings;
import io.weir.journal.JournalContext;
import io.weir.kernel.WorldContext;
import io.weir.kernel.host.KernelAgent;
import io.weir.kernel.host.WorldOpening;
import io.weir.kernel.manifest.CodeIdentity;
import io.weir.test.Rule;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Rule({"K-8", "K-9"})
class VerifyCommandTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldPrintEqualHashesWhenTheWorldWasClosedInOrder()
    {
        world(TallyProvider.CODE, 20, true);
        world(TallyProvider.CODE, 20, true);
        final CommandRun run = CommandRun.of("verify", directory.toString());

        assertEquals(0, run.status(), run::err);
        assertEquals(3,
            run.out().lines().filter(line -> line.matches("(live close|replay    |snapshot  ) [0-9a-f]{64}.*"))
                .map(line -> line.substring(11, 75)).count(),
            run::out);
        assertEquals(1,
            run.out().lines().filter(line -> line.matches("(live close|replay    |snapshot  ) [0-9a-f]{64}.*"))
                .map(line -> line.substring(11, 75)).distinct().count(),
            run::out);
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
    void shouldNameTheCodeWhenNobodyHasIt()
    {
        final CodeIdentity other = CodeIdentity.ofVersion("tally-2");
        world(other, 5, true);
        final CommandRun run = CommandRun.of("verify", directory.toString());

        assertEquals(1, run.status());
        assertTrue(run.err().contains("tally is code " + other), run::err);
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
        final WorldOpening opening = WorldOpening.open(
            new JournalContext().directory(directory).set(Settings.JOURNAL_SEGMENT_LENGTH, 4 << 20),
            TallyProvider.manifest(identity), TallyProvider.code(identity), new WorldContext(), 1);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
        for (int i = 0; i < events; i++)
        {
            final DomainEventEncoder encoder = new DomainEventEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            encoder.correlationId(i).form(PayloadForm.INLINE).kind("one").putKey(new byte[0], 0, 0)
                .putPayload(new byte[0], 0, 0);
            assertEquals(OutcomeCode.ACCEPTED, opening.world().offer(
                0, 1, buffer, 0, FrameHeader.LENGTH + encoder.encodedLength()));
        }
        KernelAgent.of(new KernelAgent.Context(opening).snapshotOnClose(isClosed)).onClose();
    }
}
