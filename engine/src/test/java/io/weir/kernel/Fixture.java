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

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.codecs.kernel.OperatorAction;
import io.weir.codecs.kernel.OutcomeCode;
import io.weir.codecs.kernel.ReceiptStatus;
import io.weir.kernel.manifest.CodeIdentity;
import io.weir.kernel.manifest.EffectSpec;
import io.weir.kernel.manifest.EventSpec;
import io.weir.kernel.manifest.GrantSpec;
import io.weir.kernel.manifest.Manifest;
import io.weir.kernel.manifest.ModuleSpec;
import io.weir.kernel.manifest.RuleSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A world with an unkeyed module M, a keyed module K (key: the first byte of payloads), a module N that takes no
 * frames, and scripts for them; and the check that ends most tests: replay, snapshot and snapshot + tail come to the
 * same.
 */
final class Fixture
{
    static final CodeIdentity CODE = CodeIdentity.ofVersion("test-1");
    static final int ADAPTER = 3;
    static final long HOUR_NS = 3_600_000_000_000L;

    final Script m = new Script();
    final Script k = new Script();
    final Script n = new Script();
    final Script s = new Script();
    final MemorySink sink = new MemorySink();
    final List<Throwable> thrown = new ArrayList<>();
    final WorldContext context = new WorldContext().errorHandler(thrown::add);
    Manifest manifest;
    World world;
    long nowNs = 1_000_000;

    Fixture()
    {
        this(builder -> builder);
    }

    Fixture(final java.util.function.UnaryOperator<Manifest.Builder> change)
    {
        manifest = change.apply(base()).build();
        world = new World(manifest, code(), context);
        world.begin(sink, new byte[16], nowNs);
    }

    static Manifest.Builder base()
    {
        return Manifest.builder("test")
            .module(module("M").takesFrames().takesRejected())
            .module(module("K").keyed().takesFrames())
            .module(module("N"))
            .event(EventSpec.of("go").to("M"))
            .event(EventSpec.of("stop").to("N"))
            .event(EventSpec.of("key").key("first").to("K"))
            .event(EventSpec.of("both").key("first").to("M", "K"))
            .event(EventSpec.of("strict").validator("short").to("M"))
            .event(EventSpec.of("nobody"))
            .effect(EffectSpec.of("http.request").receiptValidator("short").totalDeadlineNs(HOUR_NS))
            .effect(EffectSpec.of("blob.put").paramsValidator("short").slot("store").noTotalDeadline())
            .grant(GrantSpec.of("disk").constraint("begins", new byte[]{'b'}))
            .rule(RuleSpec.deny("*", "control.modify", "no-modify"))
            .rule(RuleSpec.allow("*", "*"));
    }

    static ModuleSpec module(final String name)
    {
        return ModuleSpec.of(name, CODE)
            .emits("http.request", "blob.put", "timer.set", "control.cancel", "control.input", "control.modify")
            .slot("store", "disk");
    }

    WorldCode code()
    {
        return WorldCode.builder()
            .module("M", CODE, m)
            .module("K", CODE, k)
            .module("N", CODE, n)
            .module("S", CODE, s)
            .validator("short", (buffer, offset, length) -> length <= 8)
            .keyExtractor("first", WorldCode.KeyExtractor.fixed(0, 1))
            .keyExtractor("odd", (buffer, offset, length) -> odd(buffer.getByte(offset)))
            .constraint("begins",
                (argument, buffer, offset, length) -> length > 0 && buffer.getByte(offset) == argument[0])
            .build();
    }

    /** Finds no key as key extractors should not: it throws, or names a place where nothing is. */
    private static long odd(final byte how)
    {
        switch (how)
        {
            case 't':
                throw new IllegalStateException("told to fail");
            case 'n':
                return 0x8000_0000L;
            case 'h':
                return 0x7FFF_FFFFL;
            case 'b':
                return 0x7FFF_FFFFL << Integer.SIZE | 1;
            default:
                return 1;
        }
    }

    OutcomeCode event(final String kind, final String payload)
    {
        final Wire wire = new Wire();
        wire.payload = payload;
        return event(wire, kind);
    }

    OutcomeCode event(final Wire wire, final String kind)
    {
        final int length = wire.event(kind);
        return world.offer(0, nowNs, wire.buffer, 0, length);
    }

    /** {@return an open http.request of M, its attempt leased to {@link #ADAPTER}} */
    Wire open()
    {
        return open(m, "go", "M", "x");
    }

    Wire open(final Script script, final String event, final String module, final String payload)
    {
        final long[] id = new long[1];
        script.then(step -> id[0] = effect(step, script, "http.request", "get"));
        assertEquals(OutcomeCode.ACCEPTED, event(event, payload));
        final Wire wire = new Wire();
        wire.module = module;
        wire.key = module.equals("K") ? payload.substring(0, 1) : "";
        wire.intentId = id[0];
        wire.fence = world.seq();
        start(wire.intentId);
        return wire;
    }

    void start(final long intentId)
    {
        assertEquals(true, world.dispatches().start(intentId, ADAPTER, nowNs));
    }

    static long effect(final StepContext step, final Script script, final String kind, final String params)
    {
        return step.effect(script.kinds.effect(kind), buffer(params), 0, params.length());
    }

    static UnsafeBuffer buffer(final String text)
    {
        return new UnsafeBuffer(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    OutcomeCode frame(final Wire wire, final long seq)
    {
        wire.seq = seq;
        return world.offer(ADAPTER, nowNs, wire.buffer, 0, wire.frame());
    }

    OutcomeCode frame(final Wire wire, final long seq, final Consumer<Wire> change)
    {
        final Wire changed = wire.copy();
        changed.seq = seq;
        change.accept(changed);
        return world.offer(ADAPTER, nowNs, changed.buffer, 0, changed.frame());
    }

    OutcomeCode receipt(final Wire wire, final ReceiptStatus status)
    {
        return receipt(wire, status, changed ->
        {});
    }

    OutcomeCode receipt(final Wire wire, final ReceiptStatus status, final Consumer<Wire> change)
    {
        final Wire changed = wire.copy();
        changed.status = status;
        change.accept(changed);
        return world.offer(ADAPTER, nowNs, changed.buffer, 0, changed.receipt());
    }

    OutcomeCode operate(final Wire wire, final OperatorAction action)
    {
        return world.offer(World.OPERATOR, nowNs, wire.buffer, 0, wire.operate(action));
    }

    /** Runs all that waits. */
    void pump()
    {
        while (world.pump(nowNs, 100) > 0)
        {
            Thread.onSpinWait();
        }
    }

    /** {@return a world that has replayed all batches} */
    World replayed()
    {
        m.rewind();
        k.rewind();
        n.rewind();
        s.rewind();
        final World again = new World(manifest, code(), context);
        for (int seq = 0; seq < sink.batches.size(); seq++)
        {
            again.replay(seq, new UnsafeBuffer(sink.batches.get(seq)), 0, sink.batches.get(seq).length);
        }
        return again;
    }

    static SnapshotImage image(final World of)
    {
        final SnapshotCopy copy = of.snapshot();
        while (!copy.work(3))
        {
            Thread.onSpinWait();
        }
        return copy.image();
    }

    World restored(final SnapshotImage image)
    {
        final World again = new World(manifest, code(), new WorldContext());
        final SnapshotLoader loader = again.restore();
        image.forEachPart(loader::onBytes);
        loader.complete();
        return again;
    }

    /** Live, replay, and every snapshot with the batches behind it come to the same bytes (K-8, K-9). */
    void verify()
    {
        final String live = image(world).hashText();
        final int[] now = positions();
        final List<SnapshotImage> cuts = new ArrayList<>();
        final List<int[]> positions = new ArrayList<>();
        seek(new int[4]);
        final World again = new World(manifest, code(), new WorldContext());
        for (int seq = 0; seq < sink.batches.size(); seq++)
        {
            replay(again, seq);
            cuts.add(image(again));
            positions.add(positions());
        }
        assertEquals(live, image(again).hashText(), "live = replay");
        for (int cut = 0; cut < cuts.size(); cut++)
        {
            final World tail = restored(cuts.get(cut));
            assertEquals(cuts.get(cut).hashText(), image(tail).hashText(), "snapshot of batch " + cut);
            seek(positions.get(cut));
            for (int seq = cut + 1; seq < sink.batches.size(); seq++)
            {
                replay(tail, seq);
            }
            assertEquals(live, image(tail).hashText(), "live = snapshot of batch " + cut + " + tail");
        }
        seek(now);
    }

    private void replay(final World of, final int seq)
    {
        of.replay(seq, new UnsafeBuffer(sink.batches.get(seq)), 0, sink.batches.get(seq).length);
    }

    private int[] positions()
    {
        return new int[]{m.position(), k.position(), n.position(), s.position()};
    }

    private void seek(final int[] to)
    {
        m.position(to[0]);
        k.position(to[1]);
        n.position(to[2]);
        s.position(to[3]);
    }

    /** Ends the world and opens it again, with the batches that it has. */
    void reopen()
    {
        world = replayed();
        world.open(sink, new byte[16], nowNs);
    }
}
