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

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds the parts of a manifest against each other. */
final class ManifestCheck
{
    private final Set<String> modules = new HashSet<>();
    private final Set<String> effects = new HashSet<>();
    private final Set<String> grants = new HashSet<>();

    private ManifestCheck(final Manifest manifest)
    {
        manifest.modules().forEach(module -> modules.add(module.name));
        manifest.effects().forEach(effect -> effects.add(effect.name));
        manifest.grants().forEach(grant -> grants.add(grant.name));
    }

    static void check(final Manifest manifest)
    {
        final ManifestCheck check = new ManifestCheck(manifest);
        manifest.modules().forEach(check::module);
        manifest.events().forEach(event -> event.subscribers.forEach(
            module -> require(check.modules, "event kind \"" + event.name + "\"", "module", module)));
        manifest.effects().forEach(EffectSpec::requireDeclared);
        manifest.grants().forEach(grant -> grant.controls.forEach(
            module -> require(check.modules, "grant \"" + grant.name + "\"", "module", module)));
        requireAtMost(manifest.modules(), "modules");
        requireAtMost(manifest.events(), "event kinds");
        requireAtMost(manifest.effects(), "effect kinds");
    }

    /** What is asked of new manifests only, so that worlds which were begun without can be opened. */
    static void checkNew(final Manifest manifest)
    {
        final Set<String> keyed = new HashSet<>();
        manifest.modules().forEach(module ->
        {
            if (module.keyed)
            {
                keyed.add(module.name);
            }
        });
        for (final EventSpec event : manifest.events())
        {
            if (!event.keyExtractor.isEmpty() && !event.subscribers.isEmpty() &&
                event.subscribers.stream().noneMatch(keyed::contains))
            {
                throw new ManifestException("event kind \"" + event.name + "\" has the key extractor \"" +
                    event.keyExtractor + "\" and only subscribers without keys: leave the extractor out, or " +
                    "declare a subscriber keyed()");
            }
        }
    }

    private void module(final ModuleSpec module)
    {
        final String who = "module \"" + module.name + "\"";
        module.emits.forEach(kind -> require(effects, who, "effect kind", kind));
        module.slots.values().forEach(grant -> require(grants, who, "grant", grant));
    }

    private static void require(final Set<String> known, final String who, final String what, final String name)
    {
        if (!known.contains(name))
        {
            throw new ManifestException(who + " names the " + what + " \"" + name + "\", which is not declared");
        }
    }

    private static void requireAtMost(final List<?> list, final String what)
    {
        if (list.size() > 4_096)
        {
            throw new ManifestException("a manifest has at most 4,096 " + what + ", not " + list.size());
        }
    }
}
