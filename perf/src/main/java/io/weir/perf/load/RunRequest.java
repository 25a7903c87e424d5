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

package io.weir.perf.load;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the consumer's process asks the provider's to do with a run.
 *
 * @param action  to take; each is answered with the run's status.
 * @param startNs epoch time from which a schedule counts.
 */
record RunRequest(Action action, long startNs)
{
    private static final int ACTION = 0;
    private static final int START = 1;
    private static final int LENGTH = 9;

    /** What there is to do. */
    enum Action
    {
        /** Tell how the run stands. */
        LOOK,
        /** Begin to send. */
        START,
        /** End every stream behind what was sent. */
        STOP
    }

    byte[] encode()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LENGTH]);
        buffer.putByte(ACTION, (byte)action.ordinal());
        buffer.putLong(START, startNs);
        return buffer.byteArray();
    }

    /**
     * {@return what is asked for, null if it makes no sense}
     *
     * @param buffer that holds the request.
     * @param offset of it.
     * @param length of it in bytes.
     */
    static RunRequest decode(final DirectBuffer buffer, final int offset, final int length)
    {
        final int action = LENGTH == length ? buffer.getByte(offset + ACTION) : -1;
        return action < 0 || action >= Action.values().length ? null :
            new RunRequest(Action.values()[action], buffer.getLong(offset + START));
    }
}
