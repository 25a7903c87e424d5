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
package io.weir.kernel;

import static io.weir.codecs.kernel.OutcomeCode.ACCEPTED;
import static io.weir.codecs.kernel.OutcomeCode.STREAM_NON_MONOTONIC;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.kernel.GenesisDecoder;
import io.weir.codecs.kernel.OpenedDecoder;
import io.weir.codecs.kernel.ReceiptStatus;
import io.weir.kernel.manifest.CodeIdentity;
import io.weir.kernel.manifest.Manifest;
import io.weir.kernel.manifest.ManifestException;
import io.weir.kernel.manifest.ModuleSpec;
import io.weir.kernel.manifest.RuleSpec;
import io.weir.kernel.record.RecordException;
import io.weir.test.Rule;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Section F of the conformance cases: journal, replay, snapshots, as far as they are the kernel's. */
@Rule({"K-8", "K-9"})
class JournalCasesTest
{
    private final Fixture world = new Fixture();

    @Test
    @Rule("K-1")
    void shouldBeginWithIdentityAndManifestWhenAWorldIsNew()
    {
        assertEquals(List.of(GenesisDecoder.TEMPLATE_ID), world.sink.templates(0));
        assertEquals(List.of(OpenedDecoder.TEMPLATE_ID), world.sink.templates(1));
        world.verify();
    }

    @Test
    void shouldGoOnAtTheCursorWhenTheWorldIsOpenedFromASnapshot()
    {
        final Wire intent = world.open();
        world.frame(intent, 1);
        world.frame(intent, 2);
        final World again = world.restored(Fixture.image(world.world));
        again.open(world.sink, new byte[16], world.nowNs);
        world.world = again;
        world.start(intent.intentId);
        intent.attempt = 2;

        assertEquals(STREAM_NON_MONOTONIC, world.frame(intent, 2));
        assertEquals(ACCEPTED, world.frame(intent, 3));
        world.verify();
    }

    @Test
    void shouldGoOnAtTheCursorWhenTheTailBehindTheSnapshotHasFrames()
    {
        final Wire intent = world.open();
        world.frame(intent, 1);
        world.frame(intent, 2);
        final SnapshotImage image = Fixture.image(world.world);
        world.frame(intent, 3);
        final World again = world.restored(image);
        again.replay(world.world.seq(), last(), 0, last().capacity());
        again.open(world.sink, new byte[16], world.nowNs);
        world.world = again;
        world.start(intent.intentId);
        intent.attempt = 2;

        assertEquals(STREAM_NON_MONOTONIC, world.frame(intent, 3));
        assertEquals(ACCEPTED, world.frame(intent, 4));
    }

    @Test
    void shouldMakeASnapshotAtAnyBatchWhenStreamsAreOpenAndTheQueueIsNot()
    {
        final Wire intent = world.open();
        world.frame(intent, 7);
        world.m.then(step -> step.event(world.m.kinds.event("key"), Fixture.buffer("a"), 0, 1));
        world.event("go", "x");
        assertEquals(1, world.world.queued());
        final SnapshotImage image = Fixture.image(world.world);

        assertEquals(1, world.world.queued());
        final World again = world.restored(image);
        assertEquals(1, again.queued());
        assertEquals(1, again.openIntents());
        assertEquals(image.hashText(), Fixture.image(again).hashText());
    }

    @Test
    void shouldHaveEqualBytesWhenAWorldWasChangedWhileItWasCopied()
    {
        final int count = 60;
        for (int i = 0; i < count; i++)
        {
            world.event("key", String.valueOf((char)('0' + i)));
        }
        final Random random = new Random(3);
        for (int round = 0; round < 40; round++)
        {
            final String expected = Fixture.image(world.world).hashText();
            final SnapshotCopy copy = world.world.snapshot();
            while (!copy.work(1 + random.nextInt(3)))
            {
                for (int i = random.nextInt(6); i > 0; i--)
                {
                    if (random.nextInt(4) == 0)
                    {
                        world.k.then(StepContext::removeState);
                    }
                    world.event("key", String.valueOf((char)('0' + random.nextInt(count + 20))));
                }
            }
            assertEquals(expected, copy.image().hashText(), "round " + round);
            assertEquals(expected, Fixture.image(world.restored(copy.image())).hashText());
        }
    }

    @Test
    void shouldRefuseToGoOnWhenAnyByteOfABatchIsAnother()
    {
        final Wire intent = world.open();
        world.frame(intent, 1);
        world.receipt(intent, ReceiptStatus.OK);
        final Random random = new Random(11);
        int refused = 0;
        for (int i = 0; i < 400; i++)
        {
            final int seq = random.nextInt(world.sink.batches.size());
            final byte[] original = world.sink.batches.get(seq);
            final byte[] changed = original.clone();
            changed[random.nextInt(changed.length)] ^= (byte)(1 << random.nextInt(8));
            world.sink.batches.set(seq, changed);
            try
            {
                world.replayed();
            }
            catch (final ReplayException ex)
            {
                refused++;
            }
            world.sink.batches.set(seq, original);
        }
        // Times and the texts of inputs are what they are: only a checksum can tell that they were others.
        assertTrue(refused > 250, () -> "refused too seldom");
    }

    @Test
    void shouldNameTheBatchAndTheRecordWhenReplayDiffers()
    {
        world.open();
        final Script other = new Script();
        final World again = new World(world.manifest, WorldCode.builder()
            .module("M", Fixture.CODE, other).module("K", Fixture.CODE, other).module("N", Fixture.CODE, other)
            .validator("short", (buffer, offset, length) -> true)
            .keyExtractor("first", WorldCode.KeyExtractor.fixed(0, 1))
            .constraint("begins", (argument, buffer, offset, length) -> true)
            .build(), new WorldContext());
        again.replay(0, batch(0), 0, batch(0).capacity());
        again.replay(1, batch(1), 0, batch(1).capacity());

        final ReplayException differs = assertThrows(
            ReplayException.class, () -> again.replay(2, batch(2), 0, batch(2).capacity()));
        assertEquals(2, differs.seq());
        assertTrue(differs.getMessage().contains("record 2"), differs.getMessage());
    }

    @Test
    void shouldRefuseABatchWhenItIsNotTheNext()
    {
        world.event("go", "x");
        final World again = new World(world.manifest, world.code(), new WorldContext());

        assertThrows(ReplayException.class, () -> again.replay(1, batch(1), 0, batch(1).capacity()));
    }

    @Test
    void shouldRefuseASnapshotWhenItIsDamagedOrCut()
    {
        final Wire intent = world.open();
        world.frame(intent, 1);
        world.event("key", "a");
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        Fixture.image(world.world).forEachPart((buffer, offset, length) ->
        {
            final byte[] part = new byte[length];
            buffer.getBytes(offset, part);
            out.writeBytes(part);
        });
        final byte[] bytes = out.toByteArray();
        for (int length = 0; length < bytes.length; length += 5)
        {
            final int cut = length;
            assertThrows(RecordException.class, () -> load(bytes, cut), () -> "cut at " + cut);
        }
        final Random random = new Random(5);
        for (int i = 0; i < 800; i++)
        {
            final byte[] changed = bytes.clone();
            changed[random.nextInt(changed.length)] = (byte)random.nextInt();
            try
            {
                load(changed, changed.length);
            }
            catch (final RecordException ex)
            {
                assertTrue(ex.getMessage().contains("the snapshot"), ex.getMessage());
            }
        }
    }

    @Test
    void shouldDispatchOnlyOpenIntentsWhenTheWorldIsOpenedAgain()
    {
        final Wire settled = world.open();
        final Wire open = world.open();
        world.receipt(settled, ReceiptStatus.OK);
        world.reopen();

        assertEquals(open.intentId, world.world.dispatches().first());
        assertEquals(1, world.world.dispatches().waiting());
        world.verify();
    }

    @Test
    void shouldChangeNothingWhenAnInputIsRefused()
    {
        final Wire intent = world.open();
        world.frame(intent, 1);
        final String before = Fixture.image(world.world).hashText();
        world.nowNs += 1000;
        world.frame(intent, 1);

        assertEquals(before, Fixture.image(world.world).hashText());
        assertEquals(before, Fixture.image(world.replayed()).hashText());
    }

    @Test
    @Rule("K-1")
    void shouldRefuseTheCodeWhenItIsNotWhatTheManifestNames()
    {
        final WorldCode other = WorldCode.builder().module("M", CodeIdentity.ofVersion("test-2"), world.m)
            .module("K", Fixture.CODE, world.k).module("N", Fixture.CODE, world.n)
            .validator("short", (buffer, offset, length) -> true)
            .keyExtractor("first", WorldCode.KeyExtractor.fixed(0, 1))
            .constraint("begins", (argument, buffer, offset, length) -> true).build();

        final ManifestException refused = assertThrows(
            ManifestException.class, () -> new World(world.manifest, other, new WorldContext()));
        assertTrue(refused.getMessage().contains("\"M\""), refused.getMessage());
    }

    @Test
    @Rule("K-1")
    void shouldRefuseAnotherManifestWhenTheJournalHasOne()
    {
        final Manifest changed = Fixture.base().rule(RuleSpec.deny("*", "*", "no")).build();
        final World other = new World(changed, world.code(), new WorldContext());
        final ReplayException refused = assertThrows(
            ReplayException.class, () -> other.replay(0, batch(0), 0, batch(0).capacity()));
        assertTrue(refused.getMessage().contains("another manifest"), refused.getMessage());

        final World fresh = new World(changed, world.code(), new WorldContext());
        final SnapshotImage image = Fixture.image(world.world);
        final SnapshotLoader loader = fresh.restore();
        assertThrows(RecordException.class, () -> image.forEachPart(loader::onBytes));
    }

    @Test
    @Rule("K-1")
    void shouldHaveEqualBytesWhenAManifestIsDeclaredInAnotherOrder()
    {
        final Manifest one = Manifest.builder("w").module(ModuleSpec.of("a", Fixture.CODE).emits("timer.set"))
            .module(ModuleSpec.of("b", Fixture.CODE)).build();
        final Manifest two = Manifest.builder("w").module(ModuleSpec.of("b", Fixture.CODE))
            .module(ModuleSpec.of("a", Fixture.CODE).emits("timer.set")).build();

        assertArrayEquals(one.canonicalBytes(), two.canonicalBytes());
        assertEquals(one.hashText(), two.hashText());
        assertNotEquals(one.hashText(), world.manifest.hashText());
        final byte[] bytes = world.manifest.canonicalBytes();
        final Manifest read = Manifest.decode(new UnsafeBuffer(bytes), 0, bytes.length);
        assertEquals(world.manifest.hashText(), read.hashText());
    }

    @Test
    @Rule("K-1")
    void shouldRefuseAManifestInWordsWhenItsBytesAreNone()
    {
        final byte[] bytes = world.manifest.canonicalBytes();
        final Random random = new Random(13);
        for (int i = 0; i < 2000; i++)
        {
            final byte[] changed = bytes.clone();
            changed[random.nextInt(changed.length)] = (byte)random.nextInt();
            try
            {
                Manifest.decode(new UnsafeBuffer(changed), 0, random.nextInt(changed.length + 1));
            }
            catch (final RecordException | ManifestException ex)
            {
                assertTrue(ex.getMessage().length() > 10);
            }
        }
    }

    private World load(final byte[] bytes, final int length)
    {
        final World again = new World(world.manifest, world.code(), new WorldContext());
        final SnapshotLoader loader = again.restore();
        for (int at = 0; at < length; at += 100)
        {
            loader.onBytes(new UnsafeBuffer(bytes), at, Math.min(100, length - at));
        }
        loader.complete();
        return again;
    }

    private UnsafeBuffer batch(final int seq)
    {
        return new UnsafeBuffer(world.sink.batches.get(seq));
    }

    private UnsafeBuffer last()
    {
        return batch((int)world.world.seq());
    }
}
