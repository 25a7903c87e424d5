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

import io.weir.Engine;
import io.weir.Session;
import io.weir.codecs.CancelReason;
import io.weir.codecs.CloseReason;
import io.weir.codecs.StreamErrorCode;
import io.weir.flow.Decoder;
import io.weir.flow.StreamCall;
import io.weir.flow.StreamException;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

import org.agrona.ExpandableArrayBuffer;

/** Opens the stream of one capability for each call. Immutable; of any thread. */
final class Calls
{
    private static final byte[] NOTHING = new byte[0];

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
            case PUBLISHER -> calls::publish;
            case ITERATOR -> arguments -> calls.call(arguments).iterator();
            case STAGE ->
                arguments -> calls.ask(arguments, null == terms.executor() ? Runnable::run : terms.executor());
            case VALUE -> calls::await;
        };
    }

    private Flow.Publisher<Object> publish(final Object[] arguments)
    {
        final StreamCall<Object> call = call(arguments);
        return null == terms.executor() ? call.publisherOnAgent() : call.publisher(terms.executor());
    }

    private CompletableFuture<Object> ask(final Object[] arguments, final Executor executor)
    {
        final CompletableFuture<Object> answer = call(arguments).future(executor);
        return PlainCodecs.isNothing(method.downstream()) ? new Nothing(answer) : answer;
    }

    private Object await(final Object[] arguments) throws InterruptedException
    {
        if (Engine.isAgentThread())
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
            throw thrownHere(ex.getCause());
        }
        catch (final InterruptedException ex)
        {
            future.cancel(true);
            if (isInterruptible)
            {
                throw ex;
            }
            Thread.currentThread().interrupt();
            throw new StreamException(
                method.capability(), CloseReason.CANCEL, StreamErrorCode.NULL_VAL, "the thread was interrupted",
                CancelReason.INTERRUPTED);
        }
    }

    /** What went wrong was noticed on the agent; who reads the trace wants to see the call, too. */
    private static RuntimeException thrownHere(final Throwable cause)
    {
        if (cause instanceof StreamException end)
        {
            final StreamException here = new StreamException(
                end.capability(), end.reason(), end.code(), end.text(), end.cancelReason());
            here.initCause(end);
            return here;
        }
        return cause instanceof RuntimeException plain ? plain : new IllegalStateException(cause);
    }

    private StreamCall<Object> call(final Object[] arguments)
    {
        final StreamCall<Object> call = terms.call(
            session, method.capability(), method.kind(), params(arguments), decoder());
        return null == method.upstream() ? call : call.sending(upstream(arguments), method.upstream()::encode);
    }

    private Decoder<Object> decoder()
    {
        final Codec<Object> codec = method.downstream();
        if (!PlainCodecs.isNothing(codec))
        {
            return codec::decode;
        }
        return (buffer, offset, length) ->
        {
            codec.decode(buffer, offset, length);
            return StagePublisher.NOTHING;
        };
    }

    private byte[] params(final Object[] arguments)
    {
        if (null == method.params())
        {
            return NOTHING;
        }
        final Object value = Objects.requireNonNull(arguments[method.paramsAt()], method::capability);
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final byte[] params = new byte[method.params().encode(value, buffer, 0)];
        buffer.getBytes(0, params);
        return params;
    }

    @SuppressWarnings("unchecked")
    private Flow.Publisher<Object> upstream(final Object[] arguments)
    {
        return (Flow.Publisher<Object>)Objects.requireNonNull(arguments[method.upstreamAt()], method::capability);
    }

    /** An answer that says no more than that it came. */
    private static final class Nothing extends CompletableFuture<Object>
    {
        private final CompletableFuture<Object> answer;

        Nothing(final CompletableFuture<Object> answer)
        {
            this.answer = answer;
            answer.whenComplete(this::settle);
        }

        @Override
        public boolean cancel(final boolean mayInterrupt)
        {
            final boolean isCancelled = super.cancel(mayInterrupt);
            answer.cancel(mayInterrupt);
            return isCancelled;
        }

        private void settle(final Object ignored, final Throwable thrown)
        {
            if (null == thrown)
            {
                complete(null);
            }
            else
            {
                completeExceptionally(thrown);
            }
        }
    }
}
