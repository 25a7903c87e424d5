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
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/**
 * A world as it is declared (K-1). Immutable. Its canonical bytes, and so its hash, depend on what is declared and not
 * on the order in which it was: only rules and subscribers have an order that counts.
 * <p>
 * Modules, event kinds and effect kinds are numbered in the order of their names; the journal knows them by number.
 */
public final class Manifest
{
    private final String name;
    private final List<ModuleSpec> modules;
    private final List<EventSpec> events;
    private final List<EffectSpec> effects;
    private final List<GrantSpec> grants;
    private final List<RuleSpec> rules;
    private final Limits limits;
    private final byte[] bytes;
    private final byte[] hash;

    private Manifest(final Builder builder)
    {
        name = builder.name;
        modules = List.copyOf(builder.modules.values());
        events = List.copyOf(builder.events.values());
        effects = List.copyOf(builder.effects.values());
        grants = List.copyOf(builder.grants.values());
        rules = List.copyOf(builder.rules);
        limits = builder.limits;
        ManifestCheck.check(this);
        bytes = ManifestWriter.write(this);
        hash = CodeIdentity.sha256().digest(bytes);
    }

    /**
     * {@return a manifest in the making}
     *
     * @param name of the world.
     */
    public static Builder builder(final String name)
    {
        return new Builder(name);
    }

    /**
     * Reads canonical bytes.
     *
     * @param buffer that holds them.
     * @param offset of the first.
     * @param length of them.
     * @return the manifest, whose bytes are equal to these.
     * @throws io.weir.kernel.record.RecordException if they are none.
     * @throws ManifestException                     if what they declare does not hold together.
     */
    public static Manifest decode(final DirectBuffer buffer, final int offset, final int length)
    {
        return ManifestReader.read(buffer, offset, length);
    }

    /** {@return the name of the world} */
    public String name()
    {
        return name;
    }

    /** {@return the modules, by number} */
    public List<ModuleSpec> modules()
    {
        return modules;
    }

    /** {@return the kinds of domain events, by number} */
    public List<EventSpec> events()
    {
        return events;
    }

    /** {@return the kinds of effects, by number, those of the kernel included} */
    public List<EffectSpec> effects()
    {
        return effects;
    }

    /** {@return the grants, in the order of their names} */
    public List<GrantSpec> grants()
    {
        return grants;
    }

    /** {@return the rules, in their order} */
    public List<RuleSpec> rules()
    {
        return rules;
    }

    /** {@return the limits} */
    public Limits limits()
    {
        return limits;
    }

    /** {@return a copy of the canonical bytes} */
    public byte[] canonicalBytes()
    {
        return bytes.clone();
    }

    /** {@return a copy of the SHA-256 of the canonical bytes} */
    public byte[] hash()
    {
        return hash.clone();
    }

    /** {@return the hash in hex} */
    public String hashText()
    {
        return HexFormat.of().formatHex(hash);
    }

    /** A manifest in the making. Owned by one thread. */
    public static final class Builder
    {
        private final String name;
        private final SortedMap<String, ModuleSpec> modules = new TreeMap<>();
        private final SortedMap<String, EventSpec> events = new TreeMap<>();
        private final SortedMap<String, EffectSpec> effects = new TreeMap<>();
        private final SortedMap<String, GrantSpec> grants = new TreeMap<>();
        private final List<RuleSpec> rules = new ArrayList<>();
        private Limits limits = Limits.DEFAULT;

        private Builder(final String name)
        {
            this.name = Names.require("a world", name);
        }

        /**
         * {@return this, with a module}
         *
         * @param module not to be changed from now on.
         */
        public Builder module(final ModuleSpec module)
        {
            putOnce("module", modules, module.name(), module);
            return this;
        }

        /**
         * {@return this, with a kind of domain event}
         *
         * @param event not to be changed from now on.
         */
        public Builder event(final EventSpec event)
        {
            putOnce("event kind", events, event.name(), event);
            return this;
        }

        /**
         * {@return this, with a kind of effect}
         *
         * @param effect not to be changed from now on.
         */
        public Builder effect(final EffectSpec effect)
        {
            putOnce("effect kind", effects, effect.name(), effect);
            return this;
        }

        /**
         * {@return this, with a grant}
         *
         * @param grant not to be changed from now on.
         */
        public Builder grant(final GrantSpec grant)
        {
            putOnce("grant", grants, grant.name(), grant);
            return this;
        }

        /**
         * {@return this, with a rule behind those before it}
         *
         * @param rule to add.
         */
        public Builder rule(final RuleSpec rule)
        {
            rules.add(rule);
            return this;
        }

        /**
         * {@return this}
         *
         * @param worldLimits instead of {@link Limits#DEFAULT}.
         */
        public Builder limits(final Limits worldLimits)
        {
            limits = worldLimits;
            return this;
        }

        /**
         * {@return the manifest}
         *
         * @throws ManifestException if a part names another that is not there, or the parts contradict each other.
         */
        public Manifest build()
        {
            final Manifest manifest = asRead();
            ManifestCheck.checkNew(manifest);
            return manifest;
        }

        /** The manifest of a world that is there: what is asked of new ones only is not asked. */
        Manifest asRead()
        {
            addKernelKind(KernelKinds.TIMER_SET);
            KernelKinds.CONTROLS.forEach(this::addKernelKind);
            return new Manifest(this);
        }

        private void addKernelKind(final String kind)
        {
            effects.computeIfAbsent(kind, absent -> EffectSpec.of(kind).noTotalDeadline());
        }

        private static <T> void putOnce(
            final String what,
            final SortedMap<String, T> map,
            final String key,
            final T value)
        {
            if (map.putIfAbsent(key, value) != null)
            {
                throw new ManifestException(what + " \"" + key + "\" is declared twice");
            }
        }
    }
}
