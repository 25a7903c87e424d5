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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A module whose state is a count of its steps, and which does in a step what a test has told it to do. Replay needs
 * the same again: {@link #rewind()}. What it saw is kept as text.
 */
final class Script implements WorkflowModule
{
    final List<String> seen = new ArrayList<>();
    final List<Long> emitted = new ArrayList<>();
    Kinds kinds;
    boolean keepsState = true;
    private final Map<Integer, Consumer<StepContext>> actions = new HashMap<>();
    private int lastAction = -1;
    private int position;

    Script()
    {
    }

    /** Says what the next step that has no instruction does. */
    Script then(final Consumer<StepContext> action)
    {
        lastAction = Math.max(position, lastAction + 1);
        actions.put(lastAction, action);
        return this;
    }

    /** Forgets what was seen and begins with the first instruction again. */
    void rewind()
    {
        seen.clear();
        position = 0;
    }

    int position()
    {
        return position;
    }

    void position(final int at)
    {
        position = at;
    }

    @Override
    public void onBind(final Kinds bound)
    {
        kinds = bound;
    }

    @Override
    public void onEvent(final StepContext context, final EventView event)
    {
        seen.add("event " + event.kind() + " " + text(event.payload()));
        step(context);
    }

    @Override
    public void onFrame(final StepContext context, final FrameView frame)
    {
        seen.add("frame " + frame.intentId() + " " + frame.seq() + " " + text(frame.kind()) + " " +
            text(frame.payload()) + (frame.gap() > 0 ? " gap " + frame.gap() : ""));
        step(context);
    }

    @Override
    public void onReceipt(final StepContext context, final ReceiptView receipt)
    {
        seen.add("receipt " + receipt.intentId() + " " + receipt.status() + " " + receipt.codeText() + " " +
            text(receipt.payload()) + (receipt.isTruncated() ? " truncated" : ""));
        step(context);
    }

    @Override
    public void onRejected(final StepContext context, final ReceiptView receipt)
    {
        seen.add("rejected " + receipt.intentId() + " " + receipt.payload().capacity());
        step(context);
    }

    private void step(final StepContext context)
    {
        if (keepsState)
        {
            final long count = context.hasState() ? context.state().getLong(0) : 0;
            context.newState().putLong(0, count + 1);
            context.replaceState(Long.BYTES);
        }
        final Consumer<StepContext> action = actions.get(position++);
        if (action != null)
        {
            action.accept(context);
        }
    }

    private static String text(final org.agrona.DirectBuffer buffer)
    {
        return buffer.getStringWithoutLengthAscii(0, buffer.capacity());
    }
}
