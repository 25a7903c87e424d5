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

import io.weir.codecs.kernel.StepCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The context of the step that runs, and what has come out of it (K-2). One for a world; owned by the kernel's thread.
 */
final class Step implements StepContext
{
    static final int UNCHANGED = -2;
    static final int REMOVED = -1;

    final StepOutputs outputs;
    final UnsafeBuffer scratch;
    int newLength;

    private final Plan plan;
    private final WorldState state;
    private final CRC32C crc = new CRC32C();
    private final UnsafeBuffer stateView = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer keyView = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer timerParams = new UnsafeBuffer(ByteBuffer.allocateDirect(Long.BYTES));
    private final Bytes key = new Bytes();
    private final Bytes payload = new Bytes();
    private int instance;
    private long seq;

    Step(final Plan plan, final WorldState state)
    {
        this.plan = plan;
        this.state = state;
        outputs = new StepOutputs(plan.limits);
        scratch = new UnsafeBuffer(ByteBuffer.allocateDirect(plan.limits.state()));
    }

    void begin(final int instanceSlot, final long batchSeq)
    {
        instance = instanceSlot;
        seq = batchSeq;
        newLength = UNCHANGED;
        outputs.clear();
        final Instances instances = state.instances;
        if (instances.stateLength(instanceSlot) > 0)
        {
            stateView.wrap(instances.stateBuffer(instanceSlot), instances.stateOffset(instanceSlot),
                instances.stateLength(instanceSlot));
        }
        else
        {
            stateView.wrap(scratch, 0, 0);
        }
    }

    void fillScratch(final byte value)
    {
        scratch.setMemory(0, scratch.capacity(), value);
    }

    /** {@return whether what has come out is within the limits} */
    StepCode withinLimits()
    {
        return outputs.beyondLimits || newLength > plan.limits.state() ? StepCode.LIMITS : StepCode.OK;
    }

    int crcOfNewState()
    {
        return crc(scratch, 0, newLength);
    }

    int crc(final UnsafeBuffer buffer, final int offset, final int length)
    {
        final ByteBuffer bytes = buffer.byteBuffer();
        bytes.limit(offset + length).position(offset);
        crc.reset();
        crc.update(bytes);
        bytes.clear();
        return (int)crc.getValue();
    }

    @Override
    public long timeNs()
    {
        return state.timeNs;
    }

    @Override
    public long seq()
    {
        return seq;
    }

    @Override
    public DirectBuffer key()
    {
        final int length = state.instances.keyLength(instance);
        if (length > 0)
        {
            keyView.wrap(state.instances.keyBuffer(instance), state.instances.keyOffset(instance), length);
        }
        else
        {
            keyView.wrap(scratch, 0, 0);
        }
        return keyView;
    }

    @Override
    public boolean hasState()
    {
        return state.instances.stateLength(instance) != Instances.NO_STATE;
    }

    @Override
    public DirectBuffer state()
    {
        return stateView;
    }

    @Override
    public MutableDirectBuffer newState()
    {
        return scratch;
    }

    @Override
    public void replaceState(final int length)
    {
        if (length < 0)
        {
            throw new IllegalArgumentException("a state has no negative length: " + length);
        }
        newLength = length;
    }

    @Override
    public void removeState()
    {
        newLength = REMOVED;
    }

    @Override
    public long control(
        final int kind,
        final long target,
        final DirectBuffer params,
        final int offset,
        final int length)
    {
        if (kind < 0 || kind >= plan.effects.length)
        {
            throw new IllegalArgumentException("no kind of effect has the number " + kind);
        }
        final long id = state.nextIntentId + outputs.effects;
        outputs.effect(kind, target, params, offset, length);
        return id;
    }

    @Override
    public void idempotencyKey(final DirectBuffer bytes, final int offset, final int length)
    {
        outputs.idempotencyKey(bytes, offset, length);
    }

    @Override
    public long timer(final long delayNs)
    {
        timerParams.putLong(0, delayNs, ByteOrder.LITTLE_ENDIAN);
        return effect(plan.timerKind, timerParams, 0, Long.BYTES);
    }

    @Override
    public void event(final int kind, final DirectBuffer bytes, final int offset, final int length)
    {
        key.clear();
        emit(kind, bytes, offset, length);
    }

    @Override
    public void event(
        final int kind,
        final DirectBuffer keyBytes,
        final int keyOffset,
        final int keyLength,
        final DirectBuffer bytes,
        final int offset,
        final int length)
    {
        key.set(keyBytes, keyOffset, keyLength);
        emit(kind, bytes, offset, length);
    }

    private void emit(final int kind, final DirectBuffer bytes, final int offset, final int length)
    {
        if (kind < 0 || kind >= plan.events.length)
        {
            throw new IllegalArgumentException("no kind of event has the number " + kind);
        }
        final Plan.EventPlan event = plan.events[kind];
        payload.set(bytes, offset, length);
        if (!Plan.isValid(event.validator, bytes, offset, length) || !Plan.findKey(event, key, payload) ||
            key.length > EventInputs.MAX_KEY || key.length == 0 && plan.hasKeyedSubscriber(event))
        {
            throw new IllegalArgumentException("not a valid event, or its key is missing, too long or another");
        }
        outputs.event(kind, key, bytes, offset, length);
    }
}
