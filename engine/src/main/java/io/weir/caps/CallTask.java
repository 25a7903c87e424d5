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

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/** A call of a method that may take its time, on an executor. Cancelling its answer interrupts it. */
final class CallTask extends FutureTask<Object>
{
    private final Answer answer = new Answer();

    private CallTask(final Callable<Object> call)
    {
        super(call);
    }

    /**
     * Begins a call.
     *
     * @param executor to call on.
     * @param call     to make.
     * @return its answer.
     */
    static CompletableFuture<Object> begin(final Executor executor, final Callable<Object> call)
    {
        final CallTask task = new CallTask(call);
        executor.execute(task);
        return task.answer;
    }

    @Override
    protected void done()
    {
        try
        {
            answer.complete(get());
        }
        catch (final ExecutionException ex)
        {
            answer.completeExceptionally(ex.getCause());
        }
        catch (final CancellationException | InterruptedException ex)
        {
            answer.completeExceptionally(ex);
        }
    }

    /** What cancelling reaches. */
    private final class Answer extends CompletableFuture<Object>
    {
        @Override
        public boolean cancel(final boolean mayInterrupt)
        {
            final boolean isCancelled = super.cancel(mayInterrupt);
            CallTask.this.cancel(true);
            return isCancelled;
        }
    }
}
