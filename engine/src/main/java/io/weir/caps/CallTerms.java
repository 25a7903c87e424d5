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

package io.weir.caps;

import io.weir.Session;
import io.weir.StreamRequest;
import io.weir.codecs.InteractionKind;
import io.weir.flow.Decoder;
import io.weir.flow.StreamCall;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/**
 * What calls have in common. Immutable.
 *
 * @param codecs     to write and read values with.
 * @param executor   of signals and completions; null for the agent.
 * @param window     in frames, 0 for the engine's.
 * @param deadlineNs from the opening of a stream, 0 for none.
 * @param maxMessage longest message that is put together from several frames, in bytes.
 */
record CallTerms(Codecs codecs, Executor executor, int window, long deadlineNs, int maxMessage)
{
    /** Standard codecs, signals on the common pool, the engine's window, no deadline, messages up to a mebibyte. */
    static final CallTerms STANDARD = new CallTerms(Codecs.standard(), ForkJoinPool.commonPool(), 0, 0, 1 << 20);

    CallTerms codecs(final Codecs value)
    {
        return new CallTerms(value, executor, window, deadlineNs, maxMessage);
    }

    CallTerms executor(final Executor value)
    {
        return new CallTerms(codecs, value, window, deadlineNs, maxMessage);
    }

    CallTerms window(final int value)
    {
        return new CallTerms(codecs, executor, value, deadlineNs, maxMessage);
    }

    CallTerms deadlineNs(final long value)
    {
        return new CallTerms(codecs, executor, window, value, maxMessage);
    }

    CallTerms maxMessage(final int value)
    {
        return new CallTerms(codecs, executor, window, deadlineNs, value);
    }

    /** {@return a call on these terms} */
    <T> StreamCall<T> call(
        final Session session,
        final String capability,
        final InteractionKind kind,
        final byte[] params,
        final Decoder<T> decoder)
    {
        final StreamRequest request = StreamRequest.of(capability).kind(kind).params(params).window(window)
            .deadline(deadlineNs, TimeUnit.NANOSECONDS);
        return StreamCall.<T>of(session, request, decoder).messages(maxMessage);
    }
}
