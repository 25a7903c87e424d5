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

import org.agrona.DirectBuffer;

/**
 * The name of what a provider offers: {@code domain.name}, deeper names allowed ({@code market.ticks.eu}).
 *
 * <pre>
 *   name  = label 1*( "." label )
 *   label = ( a-z / 0-9 ) *( a-z / 0-9 / "-" / "_" )
 * </pre>
 *
 * At most {@value #MAX_LENGTH} ASCII characters. A name that came from outside is read with {@link #parse}, which
 * answers null rather than throwing. Immutable.
 */
public final class CapabilityName
{
    /** The domain of what engines provide themselves. */
    public static final String RESERVED_DOMAIN = "weir";

    /** Lists what a session may open; every engine provides it. */
    public static final String CAPABILITIES = "weir.capabilities";

    /** Most characters of a name. */
    public static final int MAX_LENGTH = 128;

    private final String value;

    private CapabilityName(final String value)
    {
        this.value = value;
    }

    /**
     * Takes a name from the application.
     *
     * @param name such as {@code market.ticks}.
     * @return the name.
     * @throws IllegalArgumentException if it is none.
     */
    public static CapabilityName of(final String name)
    {
        if (!isValid(name))
        {
            throw new IllegalArgumentException("not a capability name: \"" + name + "\"; it is domain.name, of " +
                "a-z, 0-9, '-' and '_', each part beginning with a letter or digit, at most " + MAX_LENGTH +
                " characters");
        }
        return new CapabilityName(name);
    }

    /**
     * Reads a name from bytes of any origin. Allocates the name.
     *
     * @param buffer holding it.
     * @param offset of its first byte.
     * @param length in bytes; together with offset within the buffer.
     * @return the name, or null if the bytes are none.
     */
    public static CapabilityName parse(final DirectBuffer buffer, final int offset, final int length)
    {
        return isValid(buffer, offset, length) ?
            new CapabilityName(buffer.getStringWithoutLengthAscii(offset, length)) : null;
    }

    /**
     * {@return whether the bytes are a name; allocates nothing}
     *
     * @param buffer holding them.
     * @param offset of the first byte.
     * @param length in bytes; together with offset within the buffer.
     */
    public static boolean isValid(final DirectBuffer buffer, final int offset, final int length)
    {
        if (length < 0 || length > MAX_LENGTH)
        {
            return false;
        }
        int state = Grammar.START;
        for (int i = 0; i < length; i++)
        {
            state = Grammar.next(state, buffer.getByte(offset + i));
        }
        return state == Grammar.IN_LATER_LABEL;
    }

    /**
     * {@return whether the text is a name; allocates nothing}
     *
     * @param name to look at.
     */
    public static boolean isValid(final CharSequence name)
    {
        if (name.length() > MAX_LENGTH)
        {
            return false;
        }
        int state = Grammar.START;
        for (int i = 0; i < name.length(); i++)
        {
            state = Grammar.next(state, name.charAt(i));
        }
        return state == Grammar.IN_LATER_LABEL;
    }

    /**
     * {@return the name in full}
     */
    public String value()
    {
        return value;
    }

    /**
     * {@return what is before the first dot}
     */
    public String domain()
    {
        return value.substring(0, value.indexOf('.'));
    }

    /**
     * {@return what is behind the first dot}
     */
    public String name()
    {
        return value.substring(value.indexOf('.') + 1);
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof CapabilityName that && value.equals(that.value);
    }

    @Override
    public int hashCode()
    {
        return value.hashCode();
    }

    @Override
    public String toString()
    {
        return value;
    }

    /**
     * The grammar as a state machine over characters, shared by text and bytes.
     */
    static final class Grammar
    {
        static final int FAULT = -1;
        static final int START = 0;
        static final int IN_FIRST_LABEL = 1;
        static final int AFTER_DOT = 2;
        static final int IN_LATER_LABEL = 3;

        private Grammar()
        {
        }

        static int next(final int state, final int c)
        {
            final boolean alphanumeric = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            return switch (state)
            {
                case START -> alphanumeric ? IN_FIRST_LABEL : FAULT;
                case AFTER_DOT -> alphanumeric ? IN_LATER_LABEL : FAULT;
                case IN_FIRST_LABEL, IN_LATER_LABEL ->
                    alphanumeric || c == '-' || c == '_' ? state : c == '.' ? AFTER_DOT : FAULT;
                default -> FAULT;
            };
        }
    }
}
