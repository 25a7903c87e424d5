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

import io.weir.codecs.kernel.ContinuationDecoder;
import io.weir.codecs.kernel.ContinuationType;
import io.weir.codecs.kernel.OutcomeCode;
import io.weir.codecs.kernel.StepCode;
import io.weir.kernel.record.RecordCursor;
import org.agrona.DirectBuffer;

/** Runs what waits in the queue, each in a batch of its own (K-7). Owned by the kernel's thread. */
final class ContinuationRuns
{
    private static final int KEY = 0;
    private static final int CODE = 1;
    private static final int PAYLOAD = 2;

    private final Core core;
    private final Input input = new Input();
    private final ContinuationDecoder decoder = new ContinuationDecoder();
    private final VarData data = new VarData();

    /** Finds var data behind a block that the kernel itself has written. */
    private static final class VarData
    {
        private int at;

        void next(final DirectBuffer buffer, final Bytes bytes)
        {
            final int length = buffer.getInt(at, java.nio.ByteOrder.LITTLE_ENDIAN);
            bytes.set(buffer, at + RecordCursor.LENGTH_LENGTH, length);
            at += RecordCursor.LENGTH_LENGTH + length;
        }
    }

    ContinuationRuns(final Core core)
    {
        this.core = core;
    }

    /** {@return whether the first of the queue has run; false if there is none, or no room in the journal} */
    boolean run(final long nowNs)
    {
        if (core.state.continuations.size() == 0 || !core.batch.begin(nowNs))
        {
            return false;
        }
        apply();
        return true;
    }

    /** The batch has begun. */
    void apply()
    {
        final Continuations queue = core.state.continuations;
        decode(queue.buffer(), queue.headOffset());
        core.batch.causes.continuation(core.state.continuationsRun, decoder.causeSeq());
        if (decoder.type() == ContinuationType.EVENT)
        {
            event();
        }
        else
        {
            receipt(core.state.instances.findById(decoder.instance()));
        }
        queue.removeHead();
        core.state.continuationsRun++;
        core.batch.commit();
    }

    private void event()
    {
        final int module = decoder.module();
        final int depth = decoder.depth();
        final int instance = core.state.instance(module, input.key, core.plan.modules[module].keyed);
        if (core.state.instances.isFailed(instance))
        {
            core.steps.none(core.state.instances.id(instance), depth);
            return;
        }
        core.steps.run(Steps.Kind.EVENT, instance, depth, input);
        core.state.instances.removeIfEmpty(instance);
    }

    private void receipt(final int instance)
    {
        final int depth = decoder.depth();
        if (instance == LongIndex.ABSENT || core.state.instances.isFailed(instance))
        {
            core.steps.none(decoder.instance(), depth);
            return;
        }
        if (core.steps.run(Steps.Kind.RECEIPT, instance, depth, input) != StepCode.OK)
        {
            core.settling.fail(instance, input.intentId, OutcomeCode.RECEIPT_FAULT);
        }
        core.state.instances.removeIfEmpty(instance);
    }

    private void decode(final DirectBuffer buffer, final int offset)
    {
        decoder.wrap(buffer, offset + io.weir.codecs.FrameHeader.LENGTH, ContinuationDecoder.BLOCK_LENGTH,
            ContinuationDecoder.SCHEMA_VERSION);
        input.intentId = decoder.intentId();
        input.finalSeq = decoder.finalSeq();
        input.attempt = decoder.attempt();
        input.kindOrdinal = decoder.kind();
        input.status = decoder.status();
        input.form = decoder.form();
        input.gap = 0;
        data.at = offset + io.weir.codecs.FrameHeader.LENGTH + ContinuationDecoder.BLOCK_LENGTH;
        for (int i = KEY; i <= PAYLOAD; i++)
        {
            data.next(buffer, i == KEY ? input.key : i == CODE ? input.code : input.payload);
        }
    }
}
