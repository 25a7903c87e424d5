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
package io.weir.kernel.manifest;

import java.util.ArrayList;
import java.util.List;

/** A kind of domain event as a manifest declares it, with its subscribers (K-1). */
public final class EventSpec
{
    final String name;
    final List<String> subscribers = new ArrayList<>();
    String validator = "";
    String keyExtractor = "";

    private EventSpec(final String name)
    {
        this.name = Names.require("an event kind", name);
    }

    /**
     * {@return a kind of event that nobody subscribes to}
     *
     * @param name of the kind.
     */
    public static EventSpec of(final String name)
    {
        return new EventSpec(name);
    }

    /**
     * {@return this; payloads must pass a validator of the world's code}
     *
     * @param name of the validator.
     */
    public EventSpec validator(final String name)
    {
        validator = Names.require("a validator", name);
        return this;
    }

    /**
     * {@return this; keys are found in payloads by an extractor of the world's code}
     *
     * @param name of the extractor.
     */
    public EventSpec key(final String name)
    {
        keyExtractor = Names.require("a key extractor", name);
        return this;
    }

    /**
     * {@return this; the modules hear of events of this kind, in this order}
     *
     * @param modules by name.
     */
    public EventSpec to(final String... modules)
    {
        for (final String module : modules)
        {
            subscribers.add(Names.require("a module", module));
        }
        return this;
    }

    /** {@return the name} */
    public String name()
    {
        return name;
    }

    /** {@return the name of the validator, empty for none} */
    public String validator()
    {
        return validator;
    }

    /** {@return the name of the key extractor, empty for none} */
    public String keyExtractor()
    {
        return keyExtractor;
    }

    /** {@return modules by name, in order} */
    public List<String> subscribers()
    {
        return List.copyOf(subscribers);
    }
}
