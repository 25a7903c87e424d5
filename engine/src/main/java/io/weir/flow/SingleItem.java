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

package io.weir.flow;

import io.weir.codecs.CancelReason;
import io.weir.codecs.InteractionKind;
import io.weir.stream.StreamEnd;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The first item of a stream as a future, completed on an executor. Cancelling it cancels the stream, with INTERRUPTED
 * if it may interrupt, else with REQUESTED.
 */
final class SingleItem<T> extends CompletableFuture<T> implements Receiver<T>
{
    private final Executor executor;
    private final String capability;
    private volatile StreamEnd stream;
    private volatile boolean interrupted;
    private boolean isOver;

    SingleItem(final Executor executor, final String capability)
    {
        this.executor = executor;
        this.capability = capability;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture()
    {
        return new CompletableFuture<>();
    }

    @Override
    public boolean cancel(final boolean mayInterruptIfRunning)
    {
        interrupted = mayInterruptIfRunning;
        final boolean isCancelled = super.cancel(mayInterruptIfRunning);
        final StreamEnd end = stream;
        if (isCancelled && null != end)
        {
            end.cancel(reason());
        }
        return isCancelled;
    }

    @Override
    public void opened(final StreamEnd end)
    {
        stream = end;
        if (isCancelled())
        {
            end.cancel(reason());
        }
    }

    private CancelReason reason()
    {
        return interrupted ? CancelReason.INTERRUPTED : CancelReason.REQUESTED;
    }

    @Override
    public void item(final T item)
    {
        if (!isOver)
        {
            isOver = true;
            settle(() -> complete(item));
            if (InteractionKind.SERVER_STREAM == stream.kind() || InteractionKind.DUPLEX == stream.kind())
            {
                stream.cancel();
            }
        }
    }

    /** On the executor; where that takes nothing any more, whoever waits is told so at least. */
    private void settle(final Runnable completion)
    {
        try
        {
            executor.execute(completion);
        }
        catch (final RuntimeException ex)
        {
            completeExceptionally(ex);
        }
    }

    @Override
    public void ended(final Throwable failure)
    {
        if (!isOver)
        {
            isOver = true;
            final Throwable cause = null != failure ? failure :
                new NoSuchElementException(capability + " ended without an item");
            settle(() -> completeExceptionally(cause));
            if (null != stream && stream.isOpen())
            {
                // The provider of a duplex sends nothing more, and nobody else is there to end what goes out.
                stream.cancel();
            }
        }
    }
}
