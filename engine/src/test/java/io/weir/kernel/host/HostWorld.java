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
package io.weir.kernel.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.codecs.FrameHeader;
import io.weir.codecs.kernel.DomainEventEncoder;
import io.weir.codecs.kernel.MessageHeaderEncoder;
import io.weir.codecs.kernel.OperateEncoder;
import io.weir.codecs.kernel.OperatorAction;
import io.weir.codecs.kernel.OutcomeCode;
import io.weir.codecs.kernel.PayloadForm;
import io.weir.codecs.kernel.ReceiptStatus;
import io.weir.kernel.BatchSink;
import io.weir.kernel.EventView;
import io.weir.kernel.FrameView;
import io.weir.kernel.Kinds;
import io.weir.kernel.ReceiptView;
import io.weir.kernel.StepContext;
import io.weir.kernel.WorkflowModule;
import io.weir.kernel.World;
import io.weir.kernel.WorldCode;
import io.weir.kernel.manifest.CodeIdentity;
import io.weir.kernel.manifest.EffectSpec;
import io.weir.kernel.manifest.EventSpec;
import io.weir.kernel.manifest.Limits;
import io.weir.kernel.manifest.Manifest;
import io.weir.kernel.manifest.ModuleSpec;
import io.weir.kernel.manifest.RuleSpec;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A world whose modules do what events tell: a letter for each effect. {@code w} and {@code x} are effects of two
 * kinds, {@code B} one with the whole event for params, {@code e} an event {@code p} and {@code r} pause and resume the
 * last of these, {@code !} throws, {@code #} stops the world. The first byte is the key.
 */
final class HostWorld
{
    static final CodeIdentity CODE = CodeIdentity.ofVersion("letters-1");

    private static final MessageHeaderEncoder HEADER = new MessageHeaderEncoder();

    private HostWorld()
    {
    }

    /** Begins and ends here: batches are counted and forgotten. There is room for what a world says, and no more. */
    static final class Forgetful implements BatchSink
    {
        private final UnsafeBuffer buffer;
        private long seq = -1;
        private int longest;

        Forgetful(final World world)
        {
            buffer = new UnsafeBuffer(new byte[world.maxBatchLength()]);
        }

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
            longest = Math.max(longest, length);
            return ++seq;
        }

        @Override
        public void abort()
        {
            buffer.putByte(0, (byte)0);
        }

        int longest()
        {
            return longest;
        }
    }

    private static final class Letters implements WorkflowModule
    {
        private final Map<Byte, Integer> kinds = new HashMap<>();
        private final UnsafeBuffer longKey = new UnsafeBuffer(new byte[256]);
        private final UnsafeBuffer payload = new UnsafeBuffer(new byte[65_536]);
        private int longEvent;
        private final int limit;

        Letters(final int limit)
        {
            this.limit = limit;
        }

        @Override
        public void onBind(final Kinds names)
        {
            longEvent = names.event("long");
            kinds.put((byte)'w', names.effect("work"));
            kinds.put((byte)'x', names.effect("extra"));
            kinds.put((byte)'p', names.effect("control.pause"));
            kinds.put((byte)'r', names.effect("control.resume"));
        }

        @Override
        public void onEvent(final StepContext context, final EventView event)
        {
            final DirectBuffer text = event.payload();
            long last = 0;
            for (int i = 1; i < text.capacity(); i++)
            {
                final byte letter = text.getByte(i);
                if (letter == '!')
                {
                    throw new IllegalStateException("told to fail");
                }
                if (letter == '#')
                {
                    throw new StackOverflowError("told to stop");
                }
                if (letter == 'e')
                {
                    // As long as it may be: the whole of the limit, behind the longest key.
                    context.event(longEvent, longKey, 0, longKey.capacity(), payload, 0, limit);
                    continue;
                }
                if (letter == 'B')
                {
                    context.effect(kinds.get((byte)'w'), text, 0, text.capacity());
                    return;
                }
                if (letter == 'p' || letter == 'r')
                {
                    context.control(kinds.get(letter), last, text, 0, 0);
                }
                else
                {
                    last = context.effect(kinds.get(letter), text, 0, 1);
                    if (limit > 0)
                    {
                        context.idempotencyKey(longKey, 0, 64);
                    }
                }
            }
        }

        @Override
        public void onFrame(final StepContext context, final FrameView frame)
        {
            context.newState().putByte(0, (byte)1);
            context.replaceState(1);
        }

        @Override
        public void onReceipt(final StepContext context, final ReceiptView receipt)
        {
            context.removeState();
        }
    }

    static Manifest manifest(final Limits limits)
    {
        return Manifest.builder("letters").limits(limits)
            .module(ModuleSpec.of("letters", CODE).keyed().takesFrames()
                .emits("work", "extra", "control.pause", "control.resume"))
            .event(EventSpec.of("word").key("first").to("letters"))
            .event(EventSpec.of("long"))
            .effect(EffectSpec.of("work").noTotalDeadline().maxOpen(1 << 20))
            .effect(EffectSpec.of("extra").noTotalDeadline())
            .rule(RuleSpec.allow("*", "*"))
            .build();
    }

    static WorldCode code()
    {
        return code(0);
    }

    /** The same, whose events are so long, and whose effects have idempotency keys if they are at all. */
    static WorldCode code(final int longest)
    {
        return WorldCode.builder().module("letters", CODE, new Letters(longest))
            .keyExtractor("first", WorldCode.KeyExtractor.fixed(0, 1)).build();
    }

    static OutcomeCode word(final World world, final String word, final long nowNs)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512 + word.length()]);
        return world.offer(0, nowNs, buffer, 0, encode(buffer, 0, word));
    }

    static int encode(final MutableDirectBuffer buffer, final int offset, final String word)
    {
        final DomainEventEncoder encoder = new DomainEventEncoder().wrapAndApplyHeader(buffer, offset, HEADER);
        encoder.correlationId(1).form(PayloadForm.INLINE).kind("word").putKey(new byte[0], 0, 0)
            .putPayload(word.getBytes(StandardCharsets.US_ASCII), 0, word.length());
        return FrameHeader.LENGTH + encoder.encodedLength();
    }

    static void settle(final World world, final long intentId, final String key, final long nowNs)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
        final OperateEncoder encoder = new OperateEncoder().wrapAndApplyHeader(buffer, 0, HEADER);
        encoder.correlationId(9).intentId(intentId).action(OperatorAction.SETTLE).status(ReceiptStatus.CANCELLED)
            .module("letters").putKey(key.getBytes(StandardCharsets.US_ASCII), 0, 1).who("ada").why("test")
            .code("by.hand");
        assertEquals(OutcomeCode.ACCEPTED, world.offer(
            World.OPERATOR, nowNs, buffer, 0, FrameHeader.LENGTH + encoder.encodedLength()));
    }
}
