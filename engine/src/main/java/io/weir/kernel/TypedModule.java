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

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A workflow module in terms of a type of state: decoded before each step and encoded after it, every time, so that no
 * object lives from one step to the next (K-2). It allocates what its codec allocates; a module that is to run millions
 * of steps a second works on bytes. Called on the kernel's thread.
 *
 * @param <S> type of the state; best an immutable one.
 */
public abstract class TypedModule<S> implements WorkflowModule
{
    private final StateCodec<S> codec;

    /**
     * Turns states into bytes and back. Equal states must have equal bytes: no hash map's order, no identity.
     *
     * @param <S> type of the state.
     */
    public interface StateCodec<S>
    {
        /**
         * {@return the state that the bytes are}
         *
         * @param buffer that holds them from its first byte on; valid until this returns.
         * @param length of them.
         */
        S decode(DirectBuffer buffer, int length);

        /**
         * Encodes.
         *
         * @param state  to encode.
         * @param buffer to encode into, from its first byte on.
         * @return the count of bytes.
         */
        int encode(S state, MutableDirectBuffer buffer);
    }

    /**
     * Makes a module of a type of state.
     *
     * @param codec of the states.
     */
    protected TypedModule(final StateCodec<S> codec)
    {
        this.codec = codec;
    }

    /**
     * A domain event that the module subscribes to.
     *
     * @param context of the step.
     * @param state   of the instance, null if it has none.
     * @param event   that happened.
     * @return the new state, null for none.
     */
    protected abstract S onEvent(StepContext context, S state, EventView event);

    /**
     * Progress of an effect; unless overridden, no frames are taken.
     *
     * @param context of the step.
     * @param state   of the instance, null if it has none.
     * @param frame   accepted.
     * @return the new state, null for none.
     */
    protected S onFrame(final StepContext context, final S state, final FrameView frame)
    {
        throw new UnsupportedOperationException("this module takes no frames");
    }

    /**
     * The end of an effect; unless overridden, no receipts are taken.
     *
     * @param context of the step.
     * @param state   of the instance, null if it has none.
     * @param receipt that settled it.
     * @return the new state, null for none.
     */
    protected S onReceipt(final StepContext context, final S state, final ReceiptView receipt)
    {
        throw new UnsupportedOperationException("this module takes no receipts");
    }

    /**
     * The end of an effect by a malformed receipt; unless overridden, none are taken.
     *
     * @param context of the step.
     * @param state   of the instance, null if it has none.
     * @param receipt without its payload.
     * @return the new state, null for none.
     */
    protected S onRejected(final StepContext context, final S state, final ReceiptView receipt)
    {
        throw new UnsupportedOperationException("this module takes no rejected receipts");
    }

    @Override
    public final void onEvent(final StepContext context, final EventView event)
    {
        keep(context, onEvent(context, state(context), event));
    }

    @Override
    public final void onFrame(final StepContext context, final FrameView frame)
    {
        keep(context, onFrame(context, state(context), frame));
    }

    @Override
    public final void onReceipt(final StepContext context, final ReceiptView receipt)
    {
        keep(context, onReceipt(context, state(context), receipt));
    }

    @Override
    public final void onRejected(final StepContext context, final ReceiptView receipt)
    {
        keep(context, onRejected(context, state(context), receipt));
    }

    private S state(final StepContext context)
    {
        return context.hasState() ? codec.decode(context.state(), context.state().capacity()) : null;
    }

    private void keep(final StepContext context, final S state)
    {
        if (state == null)
        {
            context.removeState();
        }
        else
        {
            context.replaceState(codec.encode(state, context.newState()));
        }
    }
}
