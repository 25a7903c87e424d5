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

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A module as a manifest declares it (K-1). In the making until the manifest is built, then fixed. */
public final class ModuleSpec
{
    final String name;
    final CodeIdentity code;
    final SortedSet<String> emits = new TreeSet<>();
    final SortedMap<String, String> slots = new TreeMap<>();
    int stateVersion;
    boolean keyed;
    boolean takesFrames;
    boolean takesRejected;

    private ModuleSpec(final String name, final CodeIdentity code)
    {
        this.name = Names.require("a module", name);
        this.code = code;
    }

    /**
     * {@return a module without keys that emits nothing}
     *
     * @param name of the module.
     * @param code that it is.
     */
    public static ModuleSpec of(final String name, final CodeIdentity code)
    {
        return new ModuleSpec(name, code);
    }

    /** {@return this; the module has an instance for each key} */
    public ModuleSpec keyed()
    {
        keyed = true;
        return this;
    }

    /** {@return this; the module has a handler for stream frames} */
    public ModuleSpec takesFrames()
    {
        takesFrames = true;
        return this;
    }

    /** {@return this; the module has a handler for receipts that were malformed} */
    public ModuleSpec takesRejected()
    {
        takesRejected = true;
        return this;
    }

    /**
     * {@return this}
     *
     * @param version of the form of its state, 0 unless told.
     */
    public ModuleSpec stateVersion(final int version)
    {
        stateVersion = version;
        return this;
    }

    /**
     * {@return this; the module may emit the kinds}
     *
     * @param effectKinds by name; kernel kinds must be named as well.
     */
    public ModuleSpec emits(final String... effectKinds)
    {
        for (final String kind : effectKinds)
        {
            emits.add(Names.require("an effect kind", kind));
        }
        return this;
    }

    /**
     * {@return this; a capability slot is bound to a grant}
     *
     * @param slot  as effect kinds name it.
     * @param grant of the manifest.
     */
    public ModuleSpec slot(final String slot, final String grant)
    {
        slots.put(Names.require("a slot", slot), Names.require("a grant", grant));
        return this;
    }

    /** {@return the name} */
    public String name()
    {
        return name;
    }

    /** {@return what code it is} */
    public CodeIdentity code()
    {
        return code;
    }

    /** {@return the version of the form of its state} */
    public int stateVersion()
    {
        return stateVersion;
    }

    /** {@return whether it has an instance for each key} */
    public boolean isKeyed()
    {
        return keyed;
    }

    /** {@return whether it takes stream frames} */
    public boolean isTakingFrames()
    {
        return takesFrames;
    }

    /** {@return whether it hears of malformed receipts} */
    public boolean isTakingRejected()
    {
        return takesRejected;
    }

    /** {@return the effect kinds that it may emit} */
    public Set<String> emittedKinds()
    {
        return Set.copyOf(emits);
    }

    /** {@return grants by slot} */
    public Map<String, String> slots()
    {
        return Map.copyOf(slots);
    }
}
