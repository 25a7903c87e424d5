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

import io.weir.codecs.kernel.AttemptStartedDecoder;
import io.weir.codecs.kernel.BatchDecoder;
import io.weir.codecs.kernel.CancelSentDecoder;
import io.weir.codecs.kernel.ContinuationRunDecoder;
import io.weir.codecs.kernel.EventInDecoder;
import io.weir.codecs.kernel.FrameInDecoder;
import io.weir.codecs.kernel.GenesisDecoder;
import io.weir.codecs.kernel.LateReceiptDecoder;
import io.weir.codecs.kernel.LeaseEndedDecoder;
import io.weir.codecs.kernel.OpenedDecoder;
import io.weir.codecs.kernel.OperateInDecoder;
import io.weir.codecs.kernel.OperatorAction;
import io.weir.codecs.kernel.ReceiptInDecoder;
import io.weir.codecs.kernel.RefusalSummaryDecoder;
import io.weir.codecs.kernel.TargetGoneDecoder;
import io.weir.codecs.kernel.TimeAdvancedDecoder;
import io.weir.kernel.record.RecordCursor;
import io.weir.kernel.record.RecordException;
import org.agrona.DirectBuffer;

/** Runs the causes in a journal again, through the same code as when they were new (K-8). The kernel's thread's. */
final class Replay
{
    private final World world;
    private final Core core;
    private final ReplaySink sink;
    /** Two, since each remembers one header that it has judged. */
    private final RecordCursor first = new RecordCursor();
    private final RecordCursor cursor = new RecordCursor();
    private final Input input = new Input();
    private final BatchDecoder batch = new BatchDecoder();
    private final FrameInDecoder frameIn = new FrameInDecoder();
    private final EventInDecoder eventIn = new EventInDecoder();
    private final ReceiptInDecoder receiptIn = new ReceiptInDecoder();
    private final TimeAdvancedDecoder timeAdvanced = new TimeAdvancedDecoder();
    private final AttemptStartedDecoder started = new AttemptStartedDecoder();
    private DirectBuffer buffer;
    private long seq;

    Replay(final World world)
    {
        this.world = world;
        core = world.core;
        sink = new ReplaySink(world.maxBatchLength());
        core.batch.sink(sink);
    }

    void batch(final long batchSeq, final DirectBuffer source, final int offset, final int length)
    {
        seq = batchSeq;
        buffer = source;
        try
        {
            sink.expect(seq, source, offset, length);
            first.wrap("the batch", source, offset, length);
            first.require(BatchDecoder.TEMPLATE_ID, "Batch first");
            batch.wrap(source, first.blockOffset(), first.blockLength(), first.version());
            if (batch.kernelVersion() != BatchWriter.KERNEL_VERSION)
            {
                throw fault("was written by version " + batch.kernelVersion() + " of the kernel; this is version " +
                    BatchWriter.KERNEL_VERSION);
            }
            if (batch.seq() != seq || seq != core.state.seq + 1)
            {
                throw fault("says that it is batch " + batch.seq() + "; the world stands at " + core.state.seq);
            }
            cursor.wrap("the batch", source, first.position(), offset + length - first.position());
            if (!cursor.next())
            {
                throw fault("has no cause");
            }
            core.batch.begin(batch.timeNs());
            cause(cursor.templateId());
            if (!sink.isDone())
            {
                throw fault("led to no batch");
            }
        }
        catch (final RecordException ex)
        {
            throw new ReplayException(seq, "is not well-formed: " + ex.getMessage(), ex);
        }
        catch (final ReplayException ex)
        {
            throw ex;
        }
        catch (final RuntimeException ex)
        {
            throw new ReplayException(seq, "cannot be run again: " + ex, ex);
        }
    }

    private void cause(final int templateId)
    {
        switch (templateId)
        {
            case FrameInDecoder.TEMPLATE_ID:
                frame();
                break;
            case EventInDecoder.TEMPLATE_ID:
                event();
                break;
            case ReceiptInDecoder.TEMPLATE_ID:
                receipt();
                break;
            case ContinuationRunDecoder.TEMPLATE_ID:
                require(core.state.continuations.size() > 0, "runs a continuation, and none waits");
                world.continuations.apply();
                break;
            case TimeAdvancedDecoder.TEMPLATE_ID:
                world.deadlines.apply(timeAdvanced.wrap(
                    buffer, cursor.blockOffset(), cursor.blockLength(), cursor.version()).count());
                break;
            case RefusalSummaryDecoder.TEMPLATE_ID:
                core.batch.causes.refusals(new RefusalSummaryDecoder().wrap(
                    buffer, cursor.blockOffset(), cursor.blockLength(), cursor.version()).others(),
                    buffer, cursor.dataOffset(0), cursor.dataLength(0));
                core.batch.commit();
                break;
            default:
                rare(templateId);
                break;
        }
    }

    private void rare(final int templateId)
    {
        final int offset = cursor.blockOffset();
        final int length = cursor.blockLength();
        final int version = cursor.version();
        switch (templateId)
        {
            case AttemptStartedDecoder.TEMPLATE_ID:
                started.wrap(buffer, offset, length, version);
                world.leases.applyStart(open(started.intentId()), started.attempt(), started.adapter());
                break;
            case LeaseEndedDecoder.TEMPLATE_ID:
                world.leases.applyEnded(
                    open(new LeaseEndedDecoder().wrap(buffer, offset, length, version).intentId()));
                break;
            case TargetGoneDecoder.TEMPLATE_ID:
                world.leases.applyOrphan(
                    open(new TargetGoneDecoder().wrap(buffer, offset, length, version).intentId()));
                break;
            case CancelSentDecoder.TEMPLATE_ID:
                world.leases.applyCancelSent(
                    new CancelSentDecoder().wrap(buffer, offset, length, version).intentId());
                break;
            case LateReceiptDecoder.TEMPLATE_ID:
                late(new LateReceiptDecoder().wrap(buffer, offset, length, version));
                break;
            case OperateInDecoder.TEMPLATE_ID:
                operate(new OperateInDecoder().wrap(buffer, offset, length, version));
                break;
            case OpenedDecoder.TEMPLATE_ID:
                opened(new OpenedDecoder().wrap(buffer, offset, length, version));
                break;
            case GenesisDecoder.TEMPLATE_ID:
                genesis(new GenesisDecoder().wrap(buffer, offset, length, version));
                break;
            default:
                throw fault("has a cause of template " + templateId + ", which this kernel does not know");
        }
    }

    private void frame()
    {
        frameIn.wrap(buffer, cursor.blockOffset(), cursor.blockLength(), cursor.version());
        input.intentId = frameIn.intentId();
        input.seq = frameIn.seq();
        input.attempt = frameIn.attempt();
        input.form = frameIn.form();
        data(0, input.kind);
        data(1, input.payload);
        data(2, input.token);
        require(input.token.length <= Intents.MAX_TOKEN, "has a resume token that is too long");
        final int slot = open(input.intentId);
        final Intents intents = core.state.intents;
        if (input.seq <= intents.cursor(slot))
        {
            throw fault("has frame " + input.seq + " of intent " + input.intentId + ", whose cursor stands at " +
                intents.cursor(slot));
        }
        if (!world.frames.isGapAllowed(input.seq, slot))
        {
            throw fault("has frame " + input.seq + " of intent " + input.intentId +
                ", which skips more than its kind allows behind " + intents.cursor(slot));
        }
        if (input.attempt != intents.attempt(slot))
        {
            throw fault("has a frame of attempt " + input.attempt + " of intent " + input.intentId +
                ", whose attempt is " + intents.attempt(slot));
        }
        world.frames.apply(input, slot);
    }

    private void event()
    {
        eventIn.wrap(buffer, cursor.blockOffset(), cursor.blockLength(), cursor.version());
        input.kindOrdinal = eventIn.kind();
        input.form = eventIn.form();
        data(0, input.key);
        data(1, input.payload);
        require(input.kindOrdinal < core.plan.events.length && input.key.length <= EventInputs.MAX_KEY,
            "has an event whose kind or key the manifest does not allow");
        world.events.apply(input);
    }

    private void receipt()
    {
        receiptIn.wrap(buffer, cursor.blockOffset(), cursor.blockLength(), cursor.version());
        input.intentId = receiptIn.intentId();
        input.finalSeq = receiptIn.finalSeq();
        input.attempt = receiptIn.attempt();
        input.status = receiptIn.status();
        input.form = receiptIn.form();
        data(0, input.code);
        data(1, input.payload);
        world.receipts.apply(input, open(input.intentId), 0 != receiptIn.malformed());
    }

    private void late(final LateReceiptDecoder late)
    {
        input.intentId = late.intentId();
        input.attempt = late.attempt();
        input.status = late.status();
        require(core.state.settlements.find(input.intentId) >= 0, "has a late receipt of an intent not settled lately");
        world.receipts.applyLate(input, late.outcome(), late.payloadHash());
    }

    private void operate(final OperateInDecoder operate)
    {
        input.intentId = operate.intentId();
        input.action = operate.action();
        input.status = operate.status();
        data(0, input.who);
        data(1, input.why);
        data(2, input.code);
        if (input.action == OperatorAction.SETTLE)
        {
            world.operations.applySettle(input, open(input.intentId));
            return;
        }
        final int instance = core.state.instances.findById(operate.instance());
        require(instance != LongIndex.ABSENT && core.state.instances.isFailed(instance),
            "acts on an instance that has not failed");
        world.operations.apply(input, instance);
    }

    private void opened(final OpenedDecoder opened)
    {
        final byte[] identity = new byte[World.IDENTITY_LENGTH];
        for (int i = 0; i < identity.length; i++)
        {
            identity[i] = (byte)opened.identity(i);
        }
        world.leases.applyOpened(opened.epoch(), identity);
    }

    private void genesis(final GenesisDecoder genesis)
    {
        final byte[] identity = new byte[World.IDENTITY_LENGTH];
        for (int i = 0; i < identity.length; i++)
        {
            identity[i] = (byte)genesis.identity(i);
        }
        for (int i = 0; i < core.plan.hash.length; i++)
        {
            require((byte)genesis.manifestHash(i) == core.plan.hash[i],
                "begins a world of another manifest than the one given");
        }
        world.applyGenesis(identity);
    }

    private int open(final long intentId)
    {
        final int slot = core.state.intents.find(intentId);
        if (slot == Intents.NONE)
        {
            throw fault("is about intent " + intentId + ", which is not open");
        }
        return slot;
    }

    private void data(final int index, final Bytes bytes)
    {
        bytes.set(buffer, cursor.dataOffset(index), cursor.dataLength(index));
    }

    private void require(final boolean isSo, final String text)
    {
        if (!isSo)
        {
            throw fault(text);
        }
    }

    private ReplayException fault(final String text)
    {
        return new ReplayException(seq, text, null);
    }
}
