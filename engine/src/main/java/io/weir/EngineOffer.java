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

package io.weir;

import io.weir.caps.Codecs;
import io.weir.caps.Provisions;
import java.util.concurrent.Executor;

/**
 * What an engine is to provide: the part of {@link Engine.Context} that says so. Set up by one thread.
 *
 * @param <C> the context.
 */
public abstract class EngineOffer<C extends EngineOffer<C>>
{
    private final Provisions provisions = new Provisions();

    EngineOffer()
    {
    }

    abstract C self();

    final Provisions provisions()
    {
        return provisions;
    }

    /**
     * Provides a capability.
     *
     * @param capability domain.name; the domain {@code weir} is the engine's own.
     * @param provider   of its streams.
     * @return this.
     */
    public C provider(final String capability, final Provider provider)
    {
        provisions.add(capability, provider);
        return self();
    }

    /**
     * Provides the capabilities that an interface declares. Its methods that return a publisher or a stage are
     * called on the agent, and return at once; the others, and the signals of publishers that they are given, on
     * threads of the engine's ({@code weir.call.threads.max}) or on the executor. One that throws a {@link
     * io.weir.flow.StreamException} answers with its code.
     *
     * @param type           with {@link io.weir.caps.Capability}; what is wrong with it {@link Engine#launch}
     * tells.
     * @param implementation of the interface.
     * @param <T>            the interface.
     * @return this.
     */
    public <T> C provide(final Class<T> type, final T implementation)
    {
        provisions.add(type, implementation);
        return self();
    }

    /**
     * Sets the codecs of provided interfaces.
     *
     * @param value to write and read values with.
     * @return this.
     */
    public C codecs(final Codecs value)
    {
        provisions.codecs(value);
        return self();
    }

    /**
     * Sets where methods of provided interfaces that may take their time are called.
     *
     * @param value instead of the engine's own threads, such as one that starts virtual threads.
     * @return this.
     */
    public C executor(final Executor value)
    {
        provisions.executor(value);
        return self();
    }
}
