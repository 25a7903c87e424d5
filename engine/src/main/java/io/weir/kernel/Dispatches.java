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

import io.weir.codecs.FrameHeader;
import io.weir.codecs.kernel.AttemptPolicy;
import io.weir.codecs.kernel.DispatchEncoder;
import io.weir.codecs.kernel.MessageHeaderEncoder;
import org.agrona.MutableDirectBuffer;

/**
 * The open intents that no adapter has, by kind in the order of their ids, and the cancels of attempts that nobody
 * waits for (K-6, K-12). An attempt is started first, and handed over when the batch that says so is durable. Owned by
 * the kernel's thread.
 */
public final class Dispatches
{
    /** There is none. */
    public static final long NONE = 0;

    /** There is no cancel. */
    public static final int NO_CANCEL = Cancels.NONE;

    /** The intent is not about another one: any adapter of its kind will do. */
    public static final int ANY_ADAPTER = -1;

    /** The intent is about another one, which no adapter has yet: it waits (K-13). */
    public static final int TARGET_WAITS = -2;

    /** A name, and the lengths of three variable parts. */
    private static final int MAX_NAMES = 64 + 3 * Integer.BYTES;

    private final World world;
    private final Core core;
    private final DispatchEncoder encoder = new DispatchEncoder();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final Bytes params = new Bytes();
    private final Bytes key = new Bytes();
    private final Bytes token = new Bytes();

    Dispatches(final World world)
    {
        this.world = world;
        core = world.core;
    }

    /** {@return how many kinds of effects there are; they have the numbers below} */
    public int kinds()
    {
        return core.plan.effects.length;
    }

    /** {@return how many intents wait for an adapter, those that wait for their target included} */
    public int waiting()
    {
        return core.state.intents.waiting.size();
    }

    /** {@return of the intents that can go, or be ended, the one with the lowest id; or 0} */
    public long first()
    {
        long first = firstControl();
        for (int kind = 0; kind < core.plan.effects.length; kind++)
        {
            final long id = first(kind);
            first = first == NONE || id != NONE && id < first ? id : first;
        }
        return first;
    }

    /**
     * {@return the first intent of a kind that waits for an adapter, or 0; control intents are not among them}
     *
     * @param kind number of the kind.
     */
    public long first(final int kind)
    {
        return id(core.state.intents.waiting.first(kind));
    }

    /** {@return the first control intent whose target an adapter has, or which is an orphan; or 0} */
    public long firstControl()
    {
        return id(core.state.intents.waiting.firstControl());
    }

    /** {@return the longest message that {@link #encode} makes, in bytes} */
    public int maxMessageLength()
    {
        return FrameHeader.LENGTH + DispatchEncoder.BLOCK_LENGTH + 2 * MAX_NAMES + 2 * core.plan.limits.inline() +
            Intents.MAX_IDEMPOTENCY_KEY + Intents.MAX_TOKEN;
    }

    /**
     * {@return the number of an open intent's kind}
     *
     * @param intentId that is open.
     */
    public int kind(final long intentId)
    {
        return core.state.intents.kind(core.state.intents.find(intentId));
    }

    /**
     * {@return the adapter that an intent must go to: its target's, {@link #ANY_ADAPTER}, or {@link #TARGET_WAITS}}
     *
     * @param intentId that waits.
     */
    public int adapterOf(final long intentId)
    {
        final Intents intents = core.state.intents;
        final int slot = intents.find(intentId);
        if (!core.plan.effects[intents.kind(slot)].isControl)
        {
            return ANY_ADAPTER;
        }
        final int target = intents.find(intents.target(slot));
        return target == Intents.NONE || intents.adapter(target) == Intents.NO_ADAPTER ?
            TARGET_WAITS : intents.adapter(target);
    }

    /**
     * {@return whether an intent is about another one that is settled: it can only be ended}
     *
     * @param intentId that waits.
     */
    public boolean isOrphan(final long intentId)
    {
        final Intents intents = core.state.intents;
        final int slot = intents.find(intentId);
        return core.plan.effects[intents.kind(slot)].isControl && intents.find(intents.target(slot)) == Intents.NONE;
    }

    /**
     * Ends an orphan with {@code error{target.settled}} (K-13).
     *
     * @param intentId that is one.
     * @param nowNs    epoch time.
     * @return whether it was; false if there was no room.
     */
    public boolean endOrphan(final long intentId, final long nowNs)
    {
        try
        {
            return world.leases.endOrphan(core.state.intents.find(intentId), nowNs);
        }
        catch (final Throwable ex)
        {
            throw world.stopped(ex);
        }
    }

    /**
     * Leases an intent to an adapter. It may be handed over once {@link World#seq()} is durable.
     *
     * @param intentId that waits.
     * @param adapter  index of the adapter, 0 to 65,534.
     * @param nowNs    epoch time.
     * @return whether it was; false if there was no room in the journal.
     */
    public boolean start(final long intentId, final int adapter, final long nowNs)
    {
        try
        {
            return world.leases.start(core.state.intents.find(intentId), adapter, nowNs);
        }
        catch (final Throwable ex)
        {
            throw world.stopped(ex);
        }
    }

    /**
     * Encodes what an adapter is told of its attempt.
     *
     * @param intentId that was started.
     * @param buffer   to encode into.
     * @param offset   in it.
     * @return the length of the message.
     */
    public int encode(final long intentId, final MutableDirectBuffer buffer, final int offset)
    {
        final Intents intents = core.state.intents;
        final int slot = intents.find(intentId);
        final int instance = intents.instance(slot);
        final Plan.ModulePlan module = core.plan.modules[core.state.instances.module(instance)];
        final Plan.EffectPlan kind = core.plan.effects[intents.kind(slot)];
        final boolean resumes = intents.attempt(slot) > 1 && kind.attempts == AttemptPolicy.RESUME;
        intents.params(slot, params);
        intents.token(slot, token, resumes);
        encoder.wrapAndApplyHeader(buffer, offset, header)
            .intentId(intentId)
            .fence(intents.fence(slot))
            .cursor(intents.cursor(slot))
            .target(intents.target(slot))
            .attempt(intents.attempt(slot))
            .takesFrames((short)(module.takesFrames ? 1 : 0))
            .resumes((short)(resumes ? 1 : 0))
            .putModule(module.nameBytes, 0, module.nameBytes.capacity());
        final int keyLength = core.state.instances.keyLength(instance);
        if (keyLength > 0)
        {
            key.set(core.state.instances.keyBuffer(instance), core.state.instances.keyOffset(instance), keyLength);
        }
        else
        {
            key.clear();
        }
        encoder.putKey(key.buffer, key.offset, key.length)
            .putEffectKind(kind.nameBytes, 0, kind.nameBytes.capacity())
            .putParams(params.buffer, params.offset, params.length);
        intents.idempotencyKey(slot, key);
        encoder.putIdempotencyKey(key.buffer, key.offset, key.length)
            .putResumeToken(token.buffer, token.offset, token.length);
        return FrameHeader.LENGTH + encoder.encodedLength();
    }

    /** {@return the count of cancels to be handed over} */
    public int cancels()
    {
        return core.state.cancels.size();
    }

    /** {@return the place of the oldest cancel, or {@link #NO_CANCEL}} */
    public int firstCancel()
    {
        return core.state.cancels.first();
    }

    /**
     * {@return the place of the next younger cancel, or {@link #NO_CANCEL}}
     *
     * @param at place of a cancel that is to be handed over.
     */
    public int nextCancel(final int at)
    {
        return core.state.cancels.next(at);
    }

    /**
     * {@return the batch that made a cancel}
     *
     * @param at place of the cancel.
     */
    public long cancelledSeq(final int at)
    {
        return core.state.cancels.seq(at);
    }

    /**
     * {@return the intent of a cancel}
     *
     * @param at place of the cancel.
     */
    public long cancelledIntent(final int at)
    {
        return core.state.cancels.intentId(at);
    }

    /**
     * {@return the attempt of a cancel}
     *
     * @param at place of the cancel.
     */
    public int cancelledAttempt(final int at)
    {
        return core.state.cancels.attempt(at);
    }

    /**
     * {@return the adapter of a cancel}
     *
     * @param at place of the cancel.
     */
    public int cancelledAdapter(final int at)
    {
        return core.state.cancels.adapter(at);
    }

    /**
     * Notes that a cancel has been handed over, or need not be.
     *
     * @param intentId of the cancel.
     * @param nowNs    epoch time.
     * @return whether it was noted; false if there was no room in the journal.
     */
    public boolean cancelSent(final long intentId, final long nowNs)
    {
        try
        {
            return world.leases.cancelSent(intentId, nowNs);
        }
        catch (final Throwable ex)
        {
            throw world.stopped(ex);
        }
    }

    private long id(final int slot)
    {
        return slot == WaitingIntents.NONE ? NONE : core.state.intents.id(slot);
    }
}
