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

package io.weir.policy;

import io.weir.codecs.InteractionKind;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * A capability that a session may open, as {@link CapabilityName#CAPABILITIES} lists it: a message of ASCII text for
 * each, the name and then the kinds, {@code market.ticks SERVER_STREAM DUPLEX}. Immutable.
 *
 * @param name  of the capability.
 * @param kinds of interaction that its provider takes and policy allows, in the order of their ordinals.
 */
public record CapabilityEntry(CapabilityName name, Set<InteractionKind> kinds)
{
    /** Every kind of interaction there is. */
    public static final Set<InteractionKind> ALL_KINDS = Set.copyOf(
        EnumSet.range(InteractionKind.REQUEST_RESPONSE, InteractionKind.DUPLEX));

    /**
     * Copies the kinds.
     *
     * @param name  of the capability.
     * @param kinds at least one.
     */
    public CapabilityEntry
    {
        Objects.requireNonNull(name, "name");
        if (kinds.isEmpty() || !ALL_KINDS.containsAll(kinds))
        {
            throw new IllegalArgumentException(name + " has the kinds " + kinds + ", which are none or no kinds");
        }
        kinds = ordered(kinds);
    }

    /** {@return the entry as it travels} */
    public String text()
    {
        final StringBuilder text = new StringBuilder(name.value());
        for (final InteractionKind kind : kinds)
        {
            text.append(' ').append(kind.name());
        }
        return text.toString();
    }

    /**
     * Reads an entry. Kinds that this version does not know are left out.
     *
     * @param text as it travelled.
     * @return the entry, or null if the text is none, or has no kind that this version knows.
     */
    public static CapabilityEntry parse(final String text)
    {
        final String[] words = text.split(" ", -1);
        final EnumSet<InteractionKind> kinds = EnumSet.noneOf(InteractionKind.class);
        for (final InteractionKind kind : ALL_KINDS)
        {
            for (int i = 1; i < words.length; i++)
            {
                if (words[i].equals(kind.name()))
                {
                    kinds.add(kind);
                }
            }
        }
        return kinds.isEmpty() || !CapabilityName.isValid(words[0]) ?
            null : new CapabilityEntry(CapabilityName.of(words[0]), kinds);
    }

    private static Set<InteractionKind> ordered(final Collection<InteractionKind> kinds)
    {
        return Collections.unmodifiableSet(EnumSet.copyOf(kinds));
    }
}
