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
package io.weir.kernel.host;

import org.agrona.DirectBuffer;

/**
 * Those who do what intents ask for (K-12). Called on the kernel's thread, which they must not keep: what takes time
 * belongs on a thread of theirs. What is handed over is durable. An exception goes to the error log, counts as not
 * taken, and has the adapter left alone for 10 ms, twice as long each time, a second at most.
 */
public interface Adapters
{
    /** No adapter can take an effect of that kind just now: it waits. */
    int NONE = -1;

    /** Nobody takes anything. */
    Adapters NOBODY = new Adapters()
    {
        @Override
        public int adapterFor(final int kind)
        {
            return NONE;
        }

        @Override
        public boolean onDispatch(
            final int adapter,
            final long intentId,
            final DirectBuffer buffer,
            final int offset,
            final int length)
        {
            return true;
        }

        @Override
        public boolean onCancel(final int adapter, final long intentId, final int attempt)
        {
            return true;
        }
    };

    /**
     * {@return the adapter that is to have the next attempt of that kind, or {@link #NONE}}
     *
     * @param kind number of the effect's kind.
     */
    int adapterFor(int kind);

    /**
     * An attempt begins.
     *
     * @param adapter  that has it.
     * @param intentId of the intent.
     * @param buffer   that holds a Dispatch message, until this returns.
     * @param offset   of the message.
     * @param length   of the message.
     * @return whether it was taken; if not, or if this throws an exception, it is offered again.
     */
    boolean onDispatch(int adapter, long intentId, DirectBuffer buffer, int offset, int length);

    /**
     * Nobody waits for an attempt any more.
     *
     * @param adapter  that has it.
     * @param intentId of the intent.
     * @param attempt  of the intent.
     * @return whether it was taken; if not, or if this throws an exception, it is offered again.
     */
    boolean onCancel(int adapter, long intentId, int attempt);
}
