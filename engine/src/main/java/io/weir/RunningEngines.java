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

import io.weir.session.Transports;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The engines of this process, to be found by {@code ring:NAME}. Any thread. */
final class RunningEngines
{
    private static final String PREFIX = Transports.RING + ":";
    private static final ConcurrentMap<String, Engine> BY_NAME = new ConcurrentHashMap<>();

    private RunningEngines()
    {
    }

    static void add(final Engine engine)
    {
        if (null != BY_NAME.putIfAbsent(engine.name(), engine))
        {
            throw new IllegalStateException(
                "an engine named \"" + engine.name() + "\" runs in this process already, at " + PREFIX +
                    engine.name() + ": give this one another name, or close that one");
        }
    }

    static void remove(final Engine engine)
    {
        BY_NAME.remove(engine.name(), engine);
    }

    static Collection<Engine> all()
    {
        return BY_NAME.values();
    }

    /** Runs a duty cycle of every engine that the calling thread invokes, so that one that is launched can wait. */
    static void invokeCallers()
    {
        BY_NAME.values().forEach(Engine::invokeIfCallers);
    }

    /** {@return whether an address is one of an engine in this process} */
    static boolean isAddress(final String address)
    {
        return address.startsWith(PREFIX);
    }

    static Engine at(final String address)
    {
        final Engine engine = BY_NAME.get(address.substring(PREFIX.length()));
        if (null == engine)
        {
            throw new IllegalArgumentException(
                "no engine in this process answers to \"" + address + "\"; there are " + BY_NAME.keySet());
        }
        return engine;
    }
}
