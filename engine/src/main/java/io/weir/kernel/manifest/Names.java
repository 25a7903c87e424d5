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

/** What names may be: up to 64 of letters, digits, dot, dash and underscore, so that a line can hold them. */
final class Names
{
    private static final int MAX_LENGTH = 64;

    private Names()
    {
    }

    static String require(final String what, final String name)
    {
        if (name == null || name.isEmpty() || name.length() > MAX_LENGTH || !name.chars().allMatch(Names::isAllowed))
        {
            throw new ManifestException("not a name of " + what + ": \"" + name + "\"; it has 1 to " + MAX_LENGTH +
                " letters, digits, dots, dashes or underscores");
        }
        return name;
    }

    static String requirePattern(final String name)
    {
        if (!name.equals("*"))
        {
            require("a rule", name.endsWith(".*") ? name.substring(0, name.length() - 2) : name);
        }
        return name;
    }

    private static boolean isAllowed(final int letter)
    {
        return letter >= 'a' && letter <= 'z' || letter >= 'A' && letter <= 'Z' || letter >= '0' && letter <= '9' ||
            letter == '.' || letter == '-' || letter == '_';
    }
}
