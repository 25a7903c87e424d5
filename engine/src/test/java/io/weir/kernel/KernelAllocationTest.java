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

import io.weir.allocation.AllocatedBytes;
import io.weir.codecs.kernel.OutcomeCode;
import io.weir.codecs.kernel.StreamFrameEncoder;
import io.weir.kernel.manifest.EffectSpec;
import io.weir.kernel.manifest.EventSpec;
import io.weir.kernel.manifest.Manifest;
import io.weir.kernel.manifest.ModuleSpec;
import io.weir.kernel.manifest.RuleSpec;
import io.weir.test.Rule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Frames, their steps and the effects of every 64th allocate nothing once warm (K-2), nor when they are run again. */
@Rule("K-2")
class KernelAllocationTest
{
    private static final int SEQ_OFFSET = 8 + StreamFrameEncoder.seqEncodingOffset();

    /** A journal that forgets. */
    private static class Nowhere implements BatchSink
    {
        private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(1 << 20));
        private long seq;

        @Override
        public int claim(final int maxLength)
        {
            return 0;
        }

        @Override
        public MutableDirectBuffer buffer()
        {
            return buffer;
        }

        @Override
        public long commit(final int length)
        {
            return seq++;
        }

        @Override
        public void abort()
        {
        }
    }

    /** The same, but another world runs each batch again at once. */
    private static final class Again extends Nowhere
    {
        private final World world;

        Again(final World world)
        {
            this.world = world;
        }

        @Override
        public long commit(final int length)
        {
            final long seq = super.commit(length);
            world.replay(seq, buffer(), 0, length);
            return seq;
        }
    }

    /** Rewrites 64 bytes of state on each frame, sets a timer on each 64th. */
    private static final class Busy implements WorkflowModule
    {
        private long intentId;

        @Override
        public void onEvent(final StepContext context, final EventView event)
        {
            context.newState().setMemory(0, 64, (byte)0);
            context.replaceState(64);
            intentId = context.effect(0, event.payload(), 0, 0);
        }

        @Override
        public void onFrame(final StepContext context, final FrameView frame)
        {
            final MutableDirectBuffer state = context.newState();
            state.putBytes(0, context.state(), 0, 64);
            state.putLong(0, state.getLong(0) + frame.payload().getByte(0));
            context.replaceState(64);
            if ((frame.seq() & 63) == 0)
            {
                context.timer(1);
            }
        }

        @Override
        public void onReceipt(final StepContext context, final ReceiptView receipt)
        {
            context.replaceState(64);
        }
    }

    @Test
    void shouldAllocateNothingPerFrameWhenWarm()
    {
        requireNonePerFrame(new Nowhere());
    }

    @Test
    @Rule("K-8")
    void shouldAllocateNothingPerFrameWhenRunAgain()
    {
        requireNonePerFrame(new Again(world(new Busy())));
    }

    private static void requireNonePerFrame(final BatchSink sink)
    {
        final Busy module = new Busy();
        final World world = world(module);
        world.begin(sink, new byte[16], 1);
        final Wire wire = new Wire();
        assertEquals(OutcomeCode.ACCEPTED, world.offer(0, 1, wire.buffer, 0, wire.event("go")));
        world.dispatches().start(module.intentId, 0, 1);
        wire.module = "busy";
        wire.effectKind = "a.work";
        wire.intentId = module.intentId;
        wire.fence = world.seq() - 1;
        wire.payload = "p".repeat(64);
        final int length = wire.frame();
        final long[] seq = new long[1];

        AllocatedBytes.requireNonePerFrame(() ->
        {
            for (int i = 0; i < 1000; i++)
            {
                wire.buffer.putLong(SEQ_OFFSET, ++seq[0], ByteOrder.LITTLE_ENDIAN);
                if (world.offer(0, 1 + seq[0], wire.buffer, 0, length) != OutcomeCode.ACCEPTED)
                {
                    throw new IllegalStateException("frame " + seq[0]);
                }
            }
            return seq[0];
        });
    }

    private static World world(final Busy module)
    {
        return new World(Manifest.builder("busy")
            .module(ModuleSpec.of("busy", Fixture.CODE).takesFrames().emits("a.work", "timer.set"))
            .event(EventSpec.of("go").to("busy"))
            .effect(EffectSpec.of("a.work").noTotalDeadline().idleDeadlineNs(1_000_000_000L))
            .rule(RuleSpec.allow("*", "*"))
            .build(), WorldCode.builder().module("busy", Fixture.CODE, module).build(), new WorldContext());
    }
}
