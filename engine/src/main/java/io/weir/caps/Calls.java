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

import io.weir.MessageAssembler;
import io.weir.Session;
import io.weir.StreamException;
import io.weir.StreamRequest;
import io.weir.codecs.CloseReason;
import io.weir.codecs.StreamErrorCode;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

import org.agrona.ExpandableArrayBuffer;

/** Opens the stream of one capability for each call. Immutable; of any thread. */
final class Calls
{
    private final CapabilityMethod method;
    private final Session session;
    private final CallTerms terms;
    private final boolean isInterruptible;

    private Calls(final CapabilityMethod method, final Session session, final CallTerms terms)
    {
        this.method = method;
        this.session = session;
        this.terms = terms;
        boolean declared = false;
        for (final Class<?> thrown : method.method().getExceptionTypes())
        {
            declared |= thrown.isAssignableFrom(InterruptedException.class);
        }
        isInterruptible = declared;
    }

    /** {@return what a method does} */
    static CallHandler.Call of(final CapabilityMethod method, final Session session, final CallTerms terms)
    {
        final Calls calls = new Calls(method, session, terms);
        return switch (method.shape())
        {
            case STAGE -> calls::ask;
            case VALUE -> calls::await;
            default -> throw new UnsupportedOperationException();
        };
    }

    private CompletableFuture<Object> ask(final Object[] arguments)
    {
        return ask(arguments, terms.executor());
    }

    private CompletableFuture<Object> ask(final Object[] arguments, final Executor executor)
    {
        final Answer answer = new Answer(method, executor);
        final long result = session.open(request(arguments), new MessageAssembler(answer, terms.maxMessage()));
        if (result < 0)
        {
            answer.fail(Failures.notOpened(method.capability(), result));
        }
        return answer.future();
    }

    private Object await(final Object[] arguments) throws InterruptedException
    {
        if (session.isOnAgent())
        {
            throw new IllegalStateException(method.capability() +
                " waits for its answer, which an agent must not: return a CompletionStage or call it elsewhere");
        }
        final CompletableFuture<Object> future = ask(arguments, Runnable::run);
        try
        {
            return future.get();
        }
        catch (final ExecutionException ex)
        {
            throw (StreamException)ex.getCause();
        }
        catch (final InterruptedException ex)
        {
            future.cancel(false);
            if (isInterruptible)
            {
                throw ex;
            }
            Thread.currentThread().interrupt();
            throw new StreamException(
                CloseReason.CANCEL, StreamErrorCode.NULL_VAL, method.capability() + ": interrupted while it waited");
        }
    }

    private StreamRequest request(final Object[] arguments)
    {
        final StreamRequest request = terms.request(method.capability(), method.kind());
        if (method.paramsAt() >= 0)
        {
            final Object value =
                Objects.requireNonNull(arguments[method.paramsAt()], "params of " + method.capability());
            final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
            final byte[] params = new byte[method.params().encode(value, buffer, 0)];
            buffer.getBytes(0, params);
            request.params(params);
        }
        return request;
    }
}
