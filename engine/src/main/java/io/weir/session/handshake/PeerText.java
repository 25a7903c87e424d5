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
package io.weir.session.handshake;

/** Words that a peer, or whoever is between, may have chosen, on their way to an application's log. */
public final class PeerText
{
    private PeerText()
    {
    }

    /**
     * {@return the text on one line: whatever is no printable character is a question mark}
     *
     * @param text of anybody.
     */
    public static String oneLine(final String text)
    {
        for (int i = 0; i < text.length(); i++)
        {
            if (isControl(text.charAt(i)))
            {
                return cleaned(text);
            }
        }
        return text;
    }

    private static String cleaned(final String text)
    {
        final char[] characters = text.toCharArray();
        for (int i = 0; i < characters.length; i++)
        {
            if (isControl(characters[i]))
            {
                characters[i] = '?';
            }
        }
        return new String(characters);
    }

    /** Line and paragraph separators, and what changes the direction of reading, are as good as control characters. */
    private static boolean isControl(final char character)
    {
        final int type = Character.getType(character);
        return Character.CONTROL == type || Character.FORMAT == type || Character.LINE_SEPARATOR == type ||
            Character.PARAGRAPH_SEPARATOR == type;
    }
}
