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

package io.weir.perf.compare;

import io.weir.Engine;
import io.weir.Session;

import java.util.concurrent.CompletableFuture;

/** How the two engines of a comparison are brought together. */
interface Wiring extends AutoCloseable
{
    /** Within this process, without a transport. */
    Wiring RING = new Wiring()
    {
        @Override
        public Engine.Context server(final Engine.Context context)
        {
            return context;
        }

        @Override
        public Engine.Context client(final Engine.Context context)
        {
            return context;
        }

        @Override
        public CompletableFuture<Session> connect(final Engine client, final Engine server)
        {
            return client.connectAsync(server);
        }

        @Override
        public void close()
        {
            // There is nothing between the engines.
        }
    };

    /**
     * {@return the context of the provider's engine, completed}
     *
     * @param context to complete.
     */
    Engine.Context server(Engine.Context context);

    /**
     * {@return the context of the consumer's engine, completed}
     *
     * @param context to complete.
     */
    Engine.Context client(Engine.Context context);

    /**
     * {@return the session between them, once it is open}
     *
     * @param client engine of the consumer.
     * @param server engine of the provider.
     */
    CompletableFuture<Session> connect(Engine client, Engine server);

    /** Closes what is between the engines, after them. */
    @Override
    void close();
}
