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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Which principal may open which capability (S-7). What is not granted is not to be had. Immutable; pure.
 */
public final class Grants
{
    /** The principal of a session that did not say who it is. */
    public static final String ANONYMOUS = "";

    /** Nobody may open anything: the start of a remote session. */
    public static final Grants NOTHING = builder().build();

    /** Everybody may open everything: the start of a session inside the process. */
    public static final Grants EVERYTHING = builder().toAll("*").build();

    private final List<CapabilityPattern> toAll;
    private final List<CapabilityPattern> toAuthenticated;
    private final Map<String, List<CapabilityPattern>> toPrincipal;

    private Grants(final Builder builder)
    {
        toAll = List.copyOf(builder.toAll);
        toAuthenticated = List.copyOf(builder.toAuthenticated);
        final Map<String, List<CapabilityPattern>> copy = new HashMap<>();
        builder.toPrincipal.forEach((principal, patterns) -> copy.put(principal, List.copyOf(patterns)));
        toPrincipal = Map.copyOf(copy);
    }

    /**
     * {@return a builder that has granted nothing yet}
     */
    public static Builder builder()
    {
        return new Builder();
    }

    /**
     * {@return whether the principal may open the capability}
     *
     * @param principal  of the session, {@link #ANONYMOUS} for none.
     * @param capability to open.
     */
    public boolean allows(final String principal, final CapabilityName capability)
    {
        return anyMatches(toAll, capability) ||
            !principal.equals(ANONYMOUS) && anyMatches(toAuthenticated, capability) ||
            anyMatches(toPrincipal.getOrDefault(principal, List.of()), capability);
    }

    private static boolean anyMatches(final List<CapabilityPattern> patterns, final CapabilityName capability)
    {
        for (final CapabilityPattern pattern : patterns)
        {
            if (pattern.matches(capability))
            {
                return true;
            }
        }
        return false;
    }

    /**
     * Grants in the making. Owned by one thread.
     */
    public static final class Builder
    {
        private final List<CapabilityPattern> toAll = new ArrayList<>();
        private final List<CapabilityPattern> toAuthenticated = new ArrayList<>();
        private final Map<String, List<CapabilityPattern>> toPrincipal = new HashMap<>();

        private Builder()
        {
        }

        /**
         * Grants to every session, whoever it is.
         *
         * @param pattern of capabilities, see {@link CapabilityPattern#of}.
         * @return this.
         */
        public Builder toAll(final String pattern)
        {
            toAll.add(CapabilityPattern.of(pattern));
            return this;
        }

        /**
         * Grants to every session that has a principal, whichever it is.
         *
         * @param pattern of capabilities, see {@link CapabilityPattern#of}.
         * @return this.
         */
        public Builder toAuthenticated(final String pattern)
        {
            toAuthenticated.add(CapabilityPattern.of(pattern));
            return this;
        }

        /**
         * Grants to one principal.
         *
         * @param principal compared exactly; {@link #ANONYMOUS} for sessions that have none.
         * @param pattern   of capabilities, see {@link CapabilityPattern#of}.
         * @return this.
         */
        public Builder toPrincipal(final String principal, final String pattern)
        {
            Objects.requireNonNull(principal, "principal");
            toPrincipal.computeIfAbsent(principal, key -> new ArrayList<>()).add(CapabilityPattern.of(pattern));
            return this;
        }

        /**
         * {@return the grants}
         */
        public Grants build()
        {
            return new Grants(this);
        }
    }
}
