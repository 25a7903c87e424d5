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

package io.weir.perf.compare;

import io.weir.kernel.EventView;
import io.weir.kernel.FrameView;
import io.weir.kernel.Kinds;
import io.weir.kernel.ReceiptView;
import io.weir.kernel.StepContext;
import io.weir.kernel.WorkflowModule;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the rig's instances do: an event opens a stream; each frame of it rewrites the state; each 64th has an effect of
 * its own.
 */
final class KernelModule implements WorkflowModule
{
    static final String STREAM = "stream.run";
    static final String NOTE = "note.send";

    private final UnsafeBuffer params = new UnsafeBuffer(new byte[Rig.PAYLOAD]);
    private int stream;
    private int note;

    KernelModule()
    {
    }

    @Override
    public void onBind(final Kinds kinds)
    {
        stream = kinds.effect(STREAM);
        note = kinds.effect(NOTE);
    }

    @Override
    public void onEvent(final StepContext context, final EventView event)
    {
        context.newState().setMemory(0, Rig.PAYLOAD, (byte)0);
        context.replaceState(Rig.PAYLOAD);
        // A longer payload asks for an instance that does nothing yet.
        if (Long.BYTES == event.payload().capacity())
        {
            context.effect(stream, params, 0, Long.BYTES);
        }
    }

    @Override
    public void onFrame(final StepContext context, final FrameView frame)
    {
        final DirectBuffer state = context.state();
        final MutableDirectBuffer next = context.newState();
        final DirectBuffer payload = frame.payload();
        for (int i = 0; i < Rig.PAYLOAD; i += Long.BYTES)
        {
            next.putLong(i, state.getLong(i) * 31 + payload.getLong(i));
        }
        context.replaceState(Rig.PAYLOAD);
        if (0 == frame.seq() % Rig.EFFECT_EVERY)
        {
            context.effect(note, payload, 0, Rig.PAYLOAD);
        }
    }

    @Override
    public void onReceipt(final StepContext context, final ReceiptView receipt)
    {
        // The effect is done; the state stays.
    }
}
