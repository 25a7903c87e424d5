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

/**
 * A set of capability names: one name in full ({@code market.ticks}), all below a prefix ({@code market.*}), or all
 * ({@code *}). A prefix ends at a dot, so {@code market.*} does not take in {@code marketing.mail}. Immutable.
 */
public final class CapabilityPattern
{
    /** Takes in every name. */
    public static final CapabilityPattern ALL = new CapabilityPattern("*");

    private static final String WILDCARD = ".*";

    private final String text;
    private final String prefix;

    private CapabilityPattern(final String text)
    {
        this.text = text;
        if (text.equals("*"))
        {
            prefix = "";
        }
        else
        {
            prefix = text.endsWith(WILDCARD) ? text.substring(0, text.length() - 1) : null;
        }
    }

    /**
     * Reads a pattern.
     *
     * @param text such as {@code market.ticks}, {@code market.*} or {@code *}.
     * @return the pattern.
     * @throws IllegalArgumentException if it is none.
     */
    public static CapabilityPattern of(final String text)
    {
        // What stands before a wildcard is a label or more, so a pattern is a name once the star is a letter.
        final String name = text.endsWith(WILDCARD) ? text.substring(0, text.length() - 1) + "x" : text;
        if (!text.equals("*") && !CapabilityName.isValid(name))
        {
            throw new IllegalArgumentException("not a capability pattern: \"" + text +
                "\"; it is a capability name such as market.ticks, or market.*, or *");
        }
        return new CapabilityPattern(text);
    }

    /**
     * {@return whether it takes in the name}
     *
     * @param capability to look at.
     */
    public boolean matches(final CapabilityName capability)
    {
        return prefix == null ? text.equals(capability.value()) : capability.value().startsWith(prefix);
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof CapabilityPattern that && text.equals(that.text);
    }

    @Override
    public int hashCode()
    {
        return text.hashCode();
    }

    @Override
    public String toString()
    {
        return text;
    }
}
