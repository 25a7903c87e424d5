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

import io.weir.codecs.kernel.DomainEventDecoder;
import io.weir.codecs.kernel.OperateDecoder;
import io.weir.codecs.kernel.OutcomeCode;
import io.weir.codecs.kernel.ReceiptDecoder;
import io.weir.codecs.kernel.StreamFrameDecoder;
import io.weir.kernel.manifest.Manifest;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;

/**
 * A world of workflow modules: a pure state machine (K-1). Inputs and time go in, batches come out; it has no thread,
 * no clock and no file. Equal inputs give equal batches, and equal states equal snapshots, on every machine.
 * <p>
 * Owned by one thread. A new world is begun ({@link #begin}), or brought to where it was by a snapshot
 * ({@link #restore}) and the batches behind it ({@link #replay}), then opened ({@link #open}); only then it takes
 * inputs.
 */
public final class World
{
    /** The source whose inputs may be an operator's. */
    public static final int OPERATOR = -2;

    /** Bytes of a world's identity. */
    public static final int IDENTITY_LENGTH = 16;

    /** The version of the meaning of all that the kernel journals (K-8). */
    public static final int KERNEL_VERSION = BatchWriter.KERNEL_VERSION;

    private static final int PUMP_BEFORE_INPUT = 1024;
    /** Block, names, key, code or kind, token; an operator's who and why. */
    private static final int MAX_INPUT_FIXED = 4096;

    final Core core;
    final EventInputs events;
    final FrameInputs frames;
    final ReceiptInputs receipts;
    final ContinuationRuns continuations;
    final Deadlines deadlines;
    final Leases leases;
    final Operations operations;
    private final Blobs blobs;
    private final Input input = new Input();
    private final WireReader reader = new WireReader();
    private Replay replay;
    private Dispatches dispatches;
    private long cursor;
    private boolean isOpen;
    private boolean isStopped;

    /**
     * Joins a manifest to its code.
     *
     * @param manifest of the world.
     * @param code     behind its names.
     * @param context  how to run.
     * @throws io.weir.kernel.manifest.ManifestException if the code is not what the manifest names.
     */
    public World(final Manifest manifest, final WorldCode code, final WorldContext context)
    {
        core = new Core(new Plan(manifest, code), context.isCheckMode(), context.errorHandler());
        blobs = context.blobs();
        events = new EventInputs(core);
        frames = new FrameInputs(core);
        receipts = new ReceiptInputs(core);
        continuations = new ContinuationRuns(core);
        deadlines = new Deadlines(core);
        leases = new Leases(core);
        operations = new Operations(core);
    }

    /**
     * Begins a world that has never been: its first batch holds its identity and its manifest.
     *
     * @param sink     for the batches, without any yet.
     * @param identity 128 bits that no other world has.
     * @param nowNs    epoch time.
     */
    public void begin(final BatchSink sink, final byte[] identity, final long nowNs)
    {
        requireClosed();
        core.batch.sink(sink);
        requireRoom(core.batch.begin(nowNs));
        applyGenesis(identity);
        opened(identity, nowNs);
    }

    /**
     * Opens a world that has been before: every lease of an attempt ends (K-12).
     *
     * @param sink     for the batches, behind the last one that was replayed.
     * @param identity that it has from now on: its own, or another if it is a copy that goes on as a new world.
     * @param nowNs    epoch time.
     */
    public void open(final BatchSink sink, final byte[] identity, final long nowNs)
    {
        requireClosed();
        if (core.state.seq < 0)
        {
            throw new IllegalStateException("there is no world yet: begin it, or replay its journal first");
        }
        core.batch.sink(sink);
        opened(identity, nowNs);
    }

    /**
     * Runs a batch of the journal again, and compares all that comes out of it with what was written (K-8).
     *
     * @param seq    of the batch, one more than the last.
     * @param buffer that holds its payload.
     * @param offset of the payload.
     * @param length of the payload.
     * @throws ReplayException if anything differs; the world must then not be opened.
     */
    public void replay(final long seq, final DirectBuffer buffer, final int offset, final int length)
    {
        requireClosed();
        if (replay == null)
        {
            replay = new Replay(this);
        }
        replay.batch(seq, buffer, offset, length);
    }

    /**
     * Begins to take up a snapshot, on a world that has done nothing yet.
     *
     * @return what to give its bytes to.
     */
    public SnapshotLoader restore()
    {
        requireClosed();
        return new SnapshotLoader(this);
    }

    /**
     * Takes an input. What is due before it, and what waits in the queue, runs first (K-7, K-14).
     *
     * @param source that it comes from: the index of an adapter, or {@link #OPERATOR}.
     * @param nowNs  epoch time.
     * @param buffer that holds the input.
     * @param offset of the input.
     * @param length of the input.
     * @return what became of it; to be told to its source once {@link #seq()} is durable.
     */
    public OutcomeCode offer(
        final int source,
        final long nowNs,
        final DirectBuffer buffer,
        final int offset,
        final int length)
    {
        cursor = 0;
        final int templateId = reader.read(buffer, offset, length, input);
        if (isStopped || !isOpen)
        {
            return OutcomeCode.WORLD_STOPPED;
        }
        if (isWorkDue(nowNs))
        {
            final boolean isLimited = pump(nowNs, PUMP_BEFORE_INPUT) >= PUMP_BEFORE_INPUT;
            if (!isLimited && isWorkDue(nowNs))
            {
                // It ended for want of room: an input must not overtake what waits, should there be room by now.
                return counted(templateId, OutcomeCode.JOURNAL_FULL);
            }
            if (deadlines.isDue(nowNs))
            {
                return counted(templateId, OutcomeCode.WORLD_OVERLOADED);
            }
        }
        try
        {
            return counted(templateId, take(templateId, source, nowNs));
        }
        catch (final Throwable ex)
        {
            throw stopped(ex);
        }
    }

    /**
     * Does what nobody outside asks for: settles what is lost or due, runs continuations, sums up refusals.
     *
     * @param nowNs epoch time.
     * @param limit of batches.
     * @return the count of batches made.
     */
    public int pump(final long nowNs, final int limit)
    {
        if (isStopped || !isOpen)
        {
            return 0;
        }
        try
        {
            int made = 0;
            while (made < limit && (leases.endLost(nowNs) || deadlines.fire(nowNs) || continuations.run(nowNs)))
            {
                made++;
            }
            return made + summary(nowNs);
        }
        catch (final Throwable ex)
        {
            throw stopped(ex);
        }
    }

    /**
     * Names who hears what steps throw, unless the context did.
     *
     * @param handler to hear it, on the kernel's thread.
     */
    public void errorHandlerOrElse(final ErrorHandler handler)
    {
        core.steps.errorHandlerOrElse(handler);
    }

    /** {@return what waits to be handed to adapters} */
    public Dispatches dispatches()
    {
        if (dispatches == null)
        {
            dispatches = new Dispatches(this);
        }
        return dispatches;
    }

    /**
     * Begins a snapshot of this very moment, which is then copied bit by bit (K-9).
     *
     * @return the copy in the making; one at a time.
     */
    public SnapshotCopy snapshot()
    {
        return new SnapshotCopy(core);
    }

    /** {@return the seq of the last batch, −1 if there is none} */
    public long seq()
    {
        return core.state.seq;
    }

    /** {@return the epoch time of the last batch} */
    public long timeNs()
    {
        return core.state.timeNs;
    }

    /** {@return how often the world has been opened} */
    public long epoch()
    {
        return core.state.epoch;
    }

    /** {@return a copy of the identity} */
    public byte[] identity()
    {
        return core.state.identity.clone();
    }

    /** {@return the manifest} */
    public Manifest manifest()
    {
        return core.plan.manifest;
    }

    /** {@return the correlation id of the input offered last} */
    public long correlationId()
    {
        return input.correlationId;
    }

    /** {@return the intent that the input offered last named, 0 if none} */
    public long intentId()
    {
        return input.intentId;
    }

    /** {@return the cursor of that intent after it; 0 if there is none or it is settled} */
    public long cursor()
    {
        return cursor;
    }

    /** {@return the count of open intents} */
    public int openIntents()
    {
        return core.state.intents.size();
    }

    /**
     * {@return whether an intent is open}
     *
     * @param intentId to look for.
     */
    public boolean isOpen(final long intentId)
    {
        return core.state.intents.find(intentId) != Intents.NONE;
    }

    /** {@return the count of instances, failed ones included} */
    public int instances()
    {
        return core.state.instances.size();
    }

    /** {@return the count of continuations that wait} */
    public int queued()
    {
        return core.state.continuations.size();
    }

    /** {@return the most bytes of an input, its header included; what is longer is refused by every check there is} */
    public int maxInputLength()
    {
        return MAX_INPUT_FIXED + 4 * core.plan.limits.inline();
    }

    /** {@return the most bytes of a batch} */
    public int maxBatchLength()
    {
        return core.plan.limits.maxBatchLength() + core.plan.manifest.canonicalBytes().length;
    }

    /**
     * {@return how often an outcome was given since the world was opened}
     *
     * @param outcome a refusal.
     */
    public long refused(final OutcomeCode outcome)
    {
        return core.refusals.total(outcome);
    }

    /** {@return how many inputs were refused since the world was opened} */
    public long refused()
    {
        return core.refusals.all();
    }

    /** {@return what was counted since the world was opened} */
    public WorldCounts counts()
    {
        return core.counts;
    }

    /** {@return the count of intents ever emitted, denied ones included} */
    public long emittedIntents()
    {
        return core.state.nextIntentId - 1;
    }

    /** {@return whether every step is run twice} */
    public boolean isCheckMode()
    {
        return core.steps.isCheckMode();
    }

    /** {@return whether the world has stopped} */
    public boolean isStopped()
    {
        return isStopped;
    }

    /** The batch has begun. */
    void applyGenesis(final byte[] identity)
    {
        System.arraycopy(identity, 0, core.state.identity, 0, IDENTITY_LENGTH);
        core.batch.causes.genesis(identity, core.plan.hash, core.plan.manifest.canonicalBytes());
        core.batch.commit();
    }

    WorldStoppedException stopped(final Throwable cause)
    {
        isStopped = true;
        core.batch.abort();
        return cause instanceof WorldStoppedException same ? same : new WorldStoppedException(
            "the world stopped in batch " + (core.state.seq + 1) + ", which was not journaled: " + cause, cause);
    }

    private OutcomeCode take(final int templateId, final int source, final long nowNs)
    {
        switch (templateId)
        {
            case StreamFrameDecoder.TEMPLATE_ID:
                return frames.offer(input, source, nowNs, blobs);
            case ReceiptDecoder.TEMPLATE_ID:
                return receipts.offer(input, source, nowNs, blobs);
            case DomainEventDecoder.TEMPLATE_ID:
                return events.offer(input, nowNs, blobs);
            case OperateDecoder.TEMPLATE_ID:
                return source == OPERATOR ? operations.offer(input, nowNs) : OutcomeCode.INPUT_MALFORMED;
            default:
                return OutcomeCode.INPUT_MALFORMED;
        }
    }

    private OutcomeCode counted(final int templateId, final OutcomeCode outcome)
    {
        if (input.intentId != 0)
        {
            final int slot = core.state.intents.find(input.intentId);
            cursor = slot == Intents.NONE ? 0 : core.state.intents.cursor(slot);
        }
        if (Outcomes.isTaken(outcome))
        {
            core.counts.taken(templateId, outcome);
        }
        else
        {
            core.refusals.count(input.intentId, outcome);
        }
        return outcome;
    }

    private boolean isWorkDue(final long nowNs)
    {
        return core.state.continuations.size() > 0 || !core.state.lost.isEmpty() || deadlines.isDue(nowNs);
    }

    private int summary(final long nowNs)
    {
        final Refusals refusals = core.refusals;
        if (!refusals.isDue(nowNs) || !core.batch.begin(nowNs))
        {
            return 0;
        }
        core.batch.causes.refusals(refusals.others(), refusals.entries(), 0, refusals.length());
        core.batch.commit();
        refusals.told(nowNs);
        return 1;
    }

    private void opened(final byte[] identity, final long nowNs)
    {
        requireRoom(core.batch.begin(nowNs));
        leases.applyOpened(core.state.epoch + 1, identity);
        core.counts.clear();
        isOpen = true;
    }

    private void requireClosed()
    {
        if (isOpen)
        {
            throw new IllegalStateException("the world is open");
        }
    }

    private static void requireRoom(final boolean hasBegun)
    {
        if (!hasBegun)
        {
            throw new WorldStoppedException("the journal has no room to open the world", null);
        }
    }
}
