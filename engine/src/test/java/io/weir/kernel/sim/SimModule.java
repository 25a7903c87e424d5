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
package io.weir.kernel.sim;

import io.weir.kernel.EventView;
import io.weir.kernel.FrameView;
import io.weir.kernel.Kinds;
import io.weir.kernel.ReceiptView;
import io.weir.kernel.StepContext;
import io.weir.kernel.WorkflowModule;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A module that does what its inputs' payloads say, byte by byte, so that a random payload is a random workflow. Its
 * state is a mix of all that it has seen and the last few of its intents.
 */
final class SimModule implements WorkflowModule
{
    static final int KEYS = 5;
    private static final int MIX = 0;
    private static final int COUNT = 8;
    private static final int TARGETS = 16;
    private static final int TARGET_COUNT = 4;
    private static final int STATE_LENGTH = TARGETS + TARGET_COUNT * Long.BYTES;
    private static final int OPERATIONS = 24;
    private static final int GROW = 17;
    private static final int REMOVE = 18;
    private static final int MAX_GROWN = 100;
    private static final long SECOND_NS = 1_000_000_000L;

    private int stream;
    private int strict;
    private int mute;
    private int hasty;
    private int forbidden;
    private int cancel;
    private int input;
    private int derived;
    private int again;

    @Override
    public void onBind(final Kinds kinds)
    {
        stream = kinds.effect("stream");
        strict = kinds.effect("strict");
        mute = kinds.effect("mute");
        hasty = kinds.effect("hasty");
        forbidden = kinds.effect("forbidden");
        cancel = kinds.effect("control.cancel");
        input = kinds.effect("control.input");
        derived = kinds.event("derived");
        again = kinds.event("again");
    }

    @Override
    public void onEvent(final StepContext context, final EventView event)
    {
        run(context, 7, event.kind(), event.payload());
    }

    @Override
    public void onFrame(final StepContext context, final FrameView frame)
    {
        run(context, frame.intentId() * 31 + frame.seq(), frame.gap(), frame.payload());
    }

    @Override
    public void onReceipt(final StepContext context, final ReceiptView receipt)
    {
        run(context, receipt.intentId() * 37 + receipt.status().value(), receipt.finalSeq(), receipt.payload());
    }

    @Override
    public void onRejected(final StepContext context, final ReceiptView receipt)
    {
        run(context, receipt.intentId() * 41, 0, context.key());
    }

    private void run(final StepContext context, final long what, final long more, final DirectBuffer program)
    {
        final MutableDirectBuffer state = context.newState();
        state.setMemory(0, STATE_LENGTH, (byte)0);
        if (context.hasState())
        {
            state.putBytes(0, context.state(), 0, STATE_LENGTH);
        }
        long mix = state.getLong(MIX) * 31 + what * 17 + more + context.seq() + context.timeNs();
        int length = STATE_LENGTH;
        for (int i = 1; i < program.capacity(); i++)
        {
            final int operation = program.getByte(i) & 0xff;
            mix = mix * 31 + operation;
            if (operation % OPERATIONS == GROW)
            {
                length = STATE_LENGTH + operation % MAX_GROWN;
                state.setMemory(STATE_LENGTH, length - STATE_LENGTH, (byte)mix);
            }
            else if (operation % OPERATIONS == REMOVE)
            {
                length = 0;
            }
            else
            {
                run(context, state, operation, program, i);
            }
        }
        state.putLong(MIX, mix);
        state.putLong(COUNT, state.getLong(COUNT) + 1);
        if (length == 0)
        {
            context.removeState();
        }
        else
        {
            context.replaceState(length);
        }
    }

    private void run(
        final StepContext context,
        final MutableDirectBuffer state,
        final int operation,
        final DirectBuffer program,
        final int at)
    {
        switch (operation % OPERATIONS)
        {
            case 0, 1, 2 -> note(state, context.effect(stream, program, 0, program.capacity()));
            case 3 -> note(state, context.effect(strict, program, 0, at));
            case 4 -> note(state, context.effect(mute, program, 0, at));
            case 5 -> note(state, context.effect(hasty, program, 0, at));
            case 6 -> context.effect(forbidden, program, 0, at);
            case 7 -> note(state, context.timer(operation * SECOND_NS));
            case 8 -> context.control(cancel, target(state, operation), program, 0, at);
            case 9 -> context.control(input, target(state, operation), program, 0, at);
            case 10 -> context.control(cancel, operation, program, 0, at);
            case 11, 12 -> emit(context, derived, program, at);
            case 13 -> emit(context, again, program, 0);
            case 14 ->
            {
                note(state, context.effect(stream, program, 0, at));
                context.idempotencyKey(program, 0, at);
            }
            case 15 -> fail(operation);
            case 16 -> flood(context, operation, program, at);
            default ->
            {
                // Nothing but the mix.
            }
        }
    }

    private static void fail(final int operation)
    {
        if (operation > 127)
        {
            throw new IllegalStateException("the simulated module failed");
        }
    }

    private void flood(final StepContext context, final int operation, final DirectBuffer program, final int length)
    {
        for (int effect = 0; operation > 200 && effect < SimWorld.MAX_EFFECTS + 1; effect++)
        {
            context.effect(stream, program, 0, length);
        }
    }

    /** Hands what is left of the program on, to the instance that its next byte names. */
    private static void emit(final StepContext context, final int kind, final DirectBuffer program, final int from)
    {
        if (from + 1 < program.capacity())
        {
            final int left = program.capacity() - from;
            final byte[] rest = new byte[left];
            program.getBytes(from, rest);
            rest[0] = (byte)('a' + (rest[0] & 0xff) % KEYS);
            context.event(kind, new org.agrona.concurrent.UnsafeBuffer(rest), 0, left);
        }
    }

    private static void note(final MutableDirectBuffer state, final long intentId)
    {
        state.putBytes(TARGETS + Long.BYTES, state, TARGETS, (TARGET_COUNT - 1) * Long.BYTES);
        state.putLong(TARGETS, intentId);
    }

    private static long target(final DirectBuffer state, final int which)
    {
        return state.getLong(TARGETS + which % TARGET_COUNT * Long.BYTES);
    }
}
