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

import io.weir.codecs.kernel.Gate;
import io.weir.kernel.manifest.Limits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a step has emitted so far: effects and domain events, copied, in the order of their emission (K-2). Nothing of
 * it is state until the step's batch is made. Owned by the kernel's thread.
 */
final class StepOutputs
{
    final UnsafeBuffer bytes = new UnsafeBuffer(ByteBuffer.allocateDirect(16 * 1024));
    final int[] effectKinds;
    final long[] targets;
    final int[] paramsOffsets;
    final int[] paramsLengths;
    final int[] keyLengths;
    final Gate[] gates;
    final byte[][] codes;
    final boolean[] settledTargets;
    final int[] eventKinds;
    final int[] eventKeyOffsets;
    final int[] eventKeyLengths;
    final int[] payloadOffsets;
    final int[] payloadLengths;
    int effects;
    int events;
    boolean beyondLimits;
    private final Limits limits;
    private int position;

    StepOutputs(final Limits limits)
    {
        this.limits = limits;
        effectKinds = new int[limits.effects()];
        targets = new long[limits.effects()];
        paramsOffsets = new int[limits.effects()];
        paramsLengths = new int[limits.effects()];
        keyLengths = new int[limits.effects()];
        gates = new Gate[limits.effects()];
        codes = new byte[limits.effects()][];
        settledTargets = new boolean[limits.effects()];
        eventKinds = new int[limits.events()];
        eventKeyOffsets = new int[limits.events()];
        eventKeyLengths = new int[limits.events()];
        payloadOffsets = new int[limits.events()];
        payloadLengths = new int[limits.events()];
    }

    void clear()
    {
        effects = 0;
        events = 0;
        position = 0;
        beyondLimits = false;
    }

    void effect(final int kind, final long target, final DirectBuffer params, final int offset, final int length)
    {
        if (effects == effectKinds.length)
        {
            beyondLimits = true;
            return;
        }
        effectKinds[effects] = kind;
        targets[effects] = target;
        paramsOffsets[effects] = position;
        paramsLengths[effects] = length;
        keyLengths[effects] = 0;
        // Too long for its gate: what is denied keeps no params.
        if (length <= limits.inline())
        {
            put(params, offset, length);
        }
        effects++;
    }

    void idempotencyKey(final DirectBuffer key, final int offset, final int length)
    {
        if (effects == 0 || length > Intents.MAX_IDEMPOTENCY_KEY || keyLengths[effects - 1] > 0)
        {
            throw new IllegalArgumentException(
                "an idempotency key has up to " + Intents.MAX_IDEMPOTENCY_KEY + " bytes and follows its effect, once");
        }
        if (paramsOffsets[effects - 1] + keptLength(effects - 1) != position)
        {
            throw new IllegalArgumentException("an idempotency key follows its effect at once");
        }
        keyLengths[effects - 1] = length;
        put(key, offset, length);
    }

    /** {@return how many bytes of the params are kept} */
    int keptLength(final int effect)
    {
        return paramsLengths[effect] <= limits.inline() ? paramsLengths[effect] : 0;
    }

    void event(final int kind, final Bytes key, final DirectBuffer payload, final int offset, final int length)
    {
        if (events == eventKinds.length || length > limits.inline() || key.length > limits.inline())
        {
            beyondLimits = true;
            return;
        }
        eventKinds[events] = kind;
        eventKeyOffsets[events] = position;
        eventKeyLengths[events] = key.length;
        put(key.buffer, key.offset, key.length);
        payloadOffsets[events] = position;
        payloadLengths[events] = length;
        put(payload, offset, length);
        events++;
    }

    /** {@return 64 bits of all that was emitted, to compare two runs by} */
    long hash()
    {
        long hash = Bytes.hash(bytes, 0, position) * 31 + effects * 7919L + events;
        hash = hash * 31 + Arrays.hashCode(paramsLengths) - tail(paramsLengths, effects);
        for (int i = 0; i < effects; i++)
        {
            hash = hash * 31 + effectKinds[i] + targets[i] * 13 + keyLengths[i];
        }
        for (int i = 0; i < events; i++)
        {
            hash = hash * 31 + eventKinds[i] + eventKeyLengths[i] * 13L + payloadLengths[i];
        }
        return hash;
    }

    private void put(final DirectBuffer source, final int offset, final int length)
    {
        if (length > bytes.capacity() - position)
        {
            final UnsafeBuffer larger =
                new UnsafeBuffer(ByteBuffer.allocateDirect(BitUtil.findNextPositivePowerOfTwo(position + length)));
            larger.putBytes(0, bytes, 0, position);
            bytes.wrap(larger);
        }
        bytes.putBytes(position, source, offset, length);
        position += length;
    }

    private static int tail(final int[] values, final int used)
    {
        return used == values.length ? 0 : Arrays.hashCode(values);
    }
}
