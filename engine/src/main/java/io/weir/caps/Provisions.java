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

import io.weir.Provider;
import io.weir.policy.CapabilityName;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;

/** The interfaces that an engine is to provide, and their implementations. Set up by one thread. */
public final class Provisions
{
    private final List<Provision<?>> provisions = new ArrayList<>();
    private final Map<String, Provider> providers = new HashMap<>();
    private Codecs codecs = Codecs.standard();
    private Executor executor;

    /** Begins with nothing to provide. */
    public Provisions()
    {
    }

    /**
     * Adds a capability with its provider.
     *
     * @param capability domain.name.
     * @param provider   of its streams.
     * @throws IllegalArgumentException if it is no name, or one that is reserved.
     */
    public void add(final String capability, final Provider provider)
    {
        final CapabilityName parsed = CapabilityName.of(capability);
        if (CapabilityName.RESERVED_DOMAIN.equals(parsed.domain()))
        {
            throw new IllegalArgumentException(capability + ": the domain of that name is the engine's own");
        }
        providers.put(parsed.value(), Objects.requireNonNull(provider, "provider"));
    }

    /**
     * Adds an interface with its implementation.
     *
     * @param type           with {@link Capability}.
     * @param implementation of it.
     * @param <T>            the interface.
     */
    public <T> void add(final Class<T> type, final T implementation)
    {
        provisions.add(new Provision<>(
            Objects.requireNonNull(type, "type"), Objects.requireNonNull(implementation, "implementation")));
    }

    /**
     * Sets the codecs of all interfaces.
     *
     * @param value to write and read values with.
     */
    public void codecs(final Codecs value)
    {
        codecs = Objects.requireNonNull(value, "codecs");
    }

    /**
     * Sets where methods that may take their time are called, and where signals of what comes in run.
     *
     * @param value instead of threads of the engine's own.
     */
    public void executor(final Executor value)
    {
        executor = Objects.requireNonNull(value, "executor");
    }

    /**
     * Makes providers of the interfaces.
     *
     * @param threads    where methods are called if no executor was set.
     * @param maxMessage longest message that is put together from several frames, in bytes.
     * @return all providers by capability.
     * @throws DeclarationException if anything is wrong with any of the interfaces, naming every fault.
     */
    public Map<String, Provider> bind(final Executor threads, final int maxMessage)
    {
        final List<String> faults = new ArrayList<>();
        final Map<String, Provider> all = new HashMap<>(providers);
        for (final Provision<?> provision : provisions)
        {
            final Class<?> type = provision.type();
            for (final CapabilityMethod method : Declaration.read(type, codecs, faults))
            {
                final Provider provider = new TypedProvider(
                    method, provision.implementation(), null == executor ? threads : executor, maxMessage);
                if (null != all.putIfAbsent(method.capability(), provider))
                {
                    faults.add(type.getName() + ": " + method.capability() + " is provided twice");
                }
            }
        }
        if (!faults.isEmpty())
        {
            throw new DeclarationException(faults);
        }
        return Map.copyOf(all);
    }

    private record Provision<T>(Class<T> type, T implementation)
    {
    }
}
