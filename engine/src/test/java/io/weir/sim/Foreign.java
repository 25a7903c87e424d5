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

package io.weir.sim;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A thread that is no agent's, for what other threads may call; the simulator waits for each call, so nothing is left
 * to chance.
 */
final class Foreign implements AutoCloseable
{
    private final ExecutorService executor = Executors.newSingleThreadExecutor();

    void run(final Runnable call)
    {
        try
        {
            executor.submit(call).get();
        }
        catch (final InterruptedException ex)
        {
            throw new IllegalStateException(ex);
        }
        catch (final ExecutionException ex)
        {
            throw new IllegalStateException(ex.getCause());
        }
    }

    @Override
    public void close()
    {
        executor.shutdown();
    }
}
