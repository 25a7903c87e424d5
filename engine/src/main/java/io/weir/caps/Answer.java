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

import io.weir.DataHeader;
import io.weir.Stream;
import io.weir.StreamException;
import io.weir.StreamHandler;
import io.weir.codecs.CloseReason;
import io.weir.codecs.StreamErrorCode;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.agrona.DirectBuffer;

/**
 * The opener's end of a stream that brings one message back: completes a future with it when the stream has closed
 * well. Cancelling the future cancels the stream. On the agent.
 */
final class Answer implements StreamHandler
{
    private final CapabilityMethod method;
    private final Executor executor;
    private final CompletableFuture<Object> future = new CompletableFuture<>();
    private Object value;
    private boolean hasValue;
    private RuntimeException undecodable;
    private String message = "";

    Answer(final CapabilityMethod method, final Executor executor)
    {
        this.method = method;
        this.executor = executor;
    }

    CompletableFuture<Object> future()
    {
        return future;
    }

    @Override
    public void onOpened(final Stream stream)
    {
        future.whenComplete((answer, thrown) ->
        {
            if (stream.isOpen())
            {
                stream.cancel();
            }
        });
    }

    @Override
    public void onData(
        final Stream stream,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final DataHeader header)
    {
        try
        {
            value = method.downstream().decode(buffer, offset, length);
            hasValue = true;
        }
        catch (final RuntimeException ex)
        {
            undecodable = ex;
            stream.cancel();
        }
    }

    @Override
    public void onError(final Stream stream, final StreamErrorCode code, final String text)
    {
        if (StreamErrorCode.DEFERRED != code)
        {
            message = text;
        }
    }

    @Override
    public void onClosed(final Stream stream, final CloseReason reason, final StreamErrorCode code)
    {
        if (null != undecodable)
        {
            fail(Failures.undecodable(method.capability(), undecodable));
        }
        else if (CloseReason.END == reason && hasValue)
        {
            executor.execute(() -> future.complete(value));
        }
        else
        {
            fail(CloseReason.END == reason ?
                new StreamException(StreamErrorCode.INTERNAL, method.capability() + " closed without an answer") :
                Failures.closed(method.capability(), reason, code, message));
        }
    }

    void fail(final StreamException ex)
    {
        executor.execute(() -> future.completeExceptionally(ex));
    }
}
