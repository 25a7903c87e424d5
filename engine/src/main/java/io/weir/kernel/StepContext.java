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
 * What a step may know and do (K-2). Valid until the step returns; owned by the kernel's thread.
 * <p>
 * A step that neither replaces nor removes its state leaves it as it was. Ids of effects are final: an id can be used
 * as the target of a later effect of the same step, and kept in the state (K-3).
 */
public interface StepContext
{
    /** {@return the journaled epoch time of the input in ns; the only time that a step may know} */
    long timeNs();

    /** {@return the seq of the batch that the step is part of, the fence of what it emits} */
    long seq();

    /** {@return the key of the instance, empty for a module without keys} */
    DirectBuffer key();

    /** {@return whether the instance has a state} */
    boolean hasState();

    /** {@return the state, not to be written; empty if there is none} */
    DirectBuffer state();

    /** {@return scratch memory for the new state, as long as a state may be; what was in it is undefined} */
    MutableDirectBuffer newState();

    /**
     * Makes the first bytes of {@link #newState()} the state.
     *
     * @param length of the new state in bytes.
     */
    void replaceState(int length);

    /** Leaves the instance without a state. Without open intents it is then forgotten. */
    void removeState();

    /**
     * Emits an effect.
     *
     * @param kind   number of its kind.
     * @param params of the effect; copied.
     * @param offset of the params.
     * @param length of the params.
     * @return the id of the intent.
     */
    default long effect(final int kind, final DirectBuffer params, final int offset, final int length)
    {
        return control(kind, 0, params, offset, length);
    }

    /**
     * Emits a control intent about another (K-13).
     *
     * @param kind   number of its kind.
     * @param target id of the intent that it is about.
     * @param params of the effect; copied.
     * @param offset of the params.
     * @param length of the params.
     * @return the id of the intent.
     */
    long control(int kind, long target, DirectBuffer params, int offset, int length);

    /**
     * Gives the effect emitted last a key that its adapter can tell repetitions by.
     *
     * @param key    up to 64 bytes; copied.
     * @param offset of the key.
     * @param length of the key.
     */
    void idempotencyKey(DirectBuffer key, int offset, int length);

    /**
     * Sets a timer: an effect of the kernel kind {@code timer.set}, whose receipt is OK (K-14).
     *
     * @param delayNs from the journaled time of the input.
     * @return the id of the intent.
     */
    long timer(long delayNs);

    /**
     * Emits a domain event. Its subscribers run after this step, one after the other.
     *
     * @param kind    number of its kind.
     * @param payload of the event; copied.
     * @param offset  of the payload.
     * @param length  of the payload.
     */
    void event(int kind, DirectBuffer payload, int offset, int length);

    /**
     * Emits a domain event that carries its key.
     *
     * @param kind      number of its kind.
     * @param key       for keyed subscribers; copied.
     * @param keyOffset of the key.
     * @param keyLength of the key.
     * @param payload   of the event; copied.
     * @param offset    of the payload.
     * @param length    of the payload.
     */
    void event(
        int kind,
        DirectBuffer key,
        int keyOffset,
        int keyLength,
        DirectBuffer payload,
        int offset,
        int length);
}
