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

import io.weir.OpenView;
import io.weir.Provider;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.flow.FlowProvider;
import io.weir.flow.StreamException;
import io.weir.flow.StreamIterator;
import io.weir.stream.StreamEnd;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;

import org.agrona.MutableDirectBuffer;

/**
 * Provides a capability by calling a method. Methods that return a publisher or a stage are called on the agent and
 * return at once; the others are called on the executor. Immutable; of every agent.
 */
final class TypedProvider implements Provider
{
    private static final ThreadLocal<Stream> CURRENT = new ThreadLocal<>();

    private final CapabilityMethod method;
    private final Object implementation;
    private final Executor executor;
    private final int maxMessage;
    private final Set<InteractionKind> kinds;

    TypedProvider(
        final CapabilityMethod method,
        final Object implementation,
        final Executor executor,
        final int maxMessage)
    {
        this.method = method;
        this.implementation = implementation;
        this.executor = executor;
        kinds = Set.of(method.kind());
        this.maxMessage = maxMessage;
    }

    @Override
    public Set<InteractionKind> kinds()
    {
        return kinds;
    }

    @Override
    public StreamHandler onOpen(final Stream stream, final OpenView open)
    {
        final Codec<Object> incoming = null == method.upstream() ? method.downstream() : method.upstream();
        final FlowProvider<Object, Object> flow = FlowProvider.<Object, Object>answering(
            (view, upstream) -> respond(stream, view, upstream), incoming::decode, this::encode).messages(maxMessage);
        return (null == method.upstream() ? flow : flow.on(executor)).onOpen(stream, open);
    }

    private Flow.Publisher<Object> respond(
        final Stream stream,
        final OpenView open,
        final Flow.Publisher<Object> incoming)
    {
        final Object params;
        try
        {
            params = null == method.params() ? null :
                method.params().decode(open.buffer(), open.paramsOffset(), open.paramsLength());
        }
        catch (final StreamException ex)
        {
            throw ex;
        }
        catch (final CodecException ex)
        {
            throw new StreamException(StreamErrorCode.INVALID_PARAMS, method.capability() + ": " + ex.getMessage());
        }
        catch (final RuntimeException ex)
        {
            // What another exception says is for the log alone (S-6).
            ((StreamEnd)stream).report(ex);
            throw new StreamException(
                StreamErrorCode.INVALID_PARAMS, method.capability() + ": the params cannot be read");
        }
        try
        {
            return publisher(stream, params, incoming);
        }
        catch (final RejectedExecutionException ex)
        {
            open.refuse(StreamErrorCode.REJECTED, method.capability() + ": no thread is free to answer");
        }
        return null;
    }

    @SuppressWarnings("unchecked")
    private Flow.Publisher<Object> publisher(
        final Stream stream,
        final Object params,
        final Flow.Publisher<Object> incoming)
    {
        return switch (method.shape())
        {
            case PUBLISHER -> answered((Flow.Publisher<Object>)call(stream, params, incoming));
            case STAGE -> stage(stream, answered((CompletionStage<Object>)call(stream, params, incoming)));
            case VALUE -> stage(stream, CallTask.begin(executor, () -> call(stream, params, incoming)));
            case ITERATOR -> new IteratorPublisher(
                executor, () -> answered((StreamIterator<Object>)call(stream, params, incoming)), stream::fail);
        };
    }

    private StagePublisher stage(final Stream stream, final CompletionStage<Object> stage)
    {
        return new StagePublisher(stage, PlainCodecs.isNothing(method.downstream()), stream::fail);
    }

    private <T> T answered(final T answer)
    {
        return Objects.requireNonNull(answer, () -> method.capability() + " was answered with null");
    }

    private Object call(final Stream stream, final Object params, final Flow.Publisher<Object> incoming)
    {
        final Stream before = CURRENT.get();
        CURRENT.set(stream);
        try
        {
            return (Object)method.handle().invokeExact(implementation, params, (Object)incoming);
        }
        catch (final RuntimeException | Error ex)
        {
            throw ex;
        }
        catch (final Throwable ex)
        {
            throw new IllegalStateException(method.capability() + " threw " + ex, ex);
        }
        finally
        {
            CURRENT.set(before);
        }
    }

    /** {@return the stream that the calling method answers, null if it is none of a provided interface's} */
    static Stream current()
    {
        return CURRENT.get();
    }

    private int encode(final Object value, final MutableDirectBuffer buffer, final int offset)
    {
        return method.downstream().encode(StagePublisher.NOTHING == value ? null : value, buffer, offset);
    }
}
