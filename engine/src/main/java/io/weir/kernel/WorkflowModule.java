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

/**
 * A deterministic step function over an instance's state (K-2). What a step answers may depend on its state, its input
 * and what the {@link StepContext} tells, and on nothing else: no clock, no randomness, no field that a step changes,
 * no order of a hash map, no other thread.
 * <p>
 * A step is all or nothing. An exception leaves the state as it was; an event or a frame is then consumed and
 * diagnosed, a receipt fails the instance. An {@link Error} stops the world. Called on the kernel's thread; buffers are
 * valid until the step returns.
 */
public interface WorkflowModule
{
    /**
     * Tells the numbers of kinds, once, before any step.
     *
     * @param kinds of the world.
     */
    default void onBind(final Kinds kinds)
    {
    }

    /**
     * A domain event that the module subscribes to.
     *
     * @param context of the step.
     * @param event   that happened.
     */
    void onEvent(StepContext context, EventView event);

    /**
     * Progress of an effect of this instance. Only for modules that the manifest says take frames.
     *
     * @param context of the step.
     * @param frame   accepted.
     */
    default void onFrame(final StepContext context, final FrameView frame)
    {
        throw new UnsupportedOperationException("this module takes no frames");
    }

    /**
     * The end of an effect of this instance, the only one.
     *
     * @param context of the step.
     * @param receipt that settled it.
     */
    default void onReceipt(final StepContext context, final ReceiptView receipt)
    {
        throw new UnsupportedOperationException("this module takes no receipts");
    }

    /**
     * The end of an effect by a receipt that was malformed; its payload is told by hash and length. Only for modules
     * that the manifest says take them (K-6).
     *
     * @param context of the step.
     * @param receipt without its payload.
     */
    default void onRejected(final StepContext context, final ReceiptView receipt)
    {
        throw new UnsupportedOperationException("this module takes no rejected receipts");
    }
}
