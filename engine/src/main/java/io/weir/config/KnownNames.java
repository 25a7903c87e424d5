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

package io.weir.config;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which names in the system properties and in the environment are Weir's, and what is said of those that are none. A
 * misspelt option is an error rather than a default that nobody wanted.
 */
final class KnownNames
{
    private static final String PROPERTY_PREFIX = "weir.";
    private static final List<String> ENVIRONMENT_PREFIXES = List.of("CAPS_STREAM", "CAPS_ENABLE", "WEIR_");

    /** Names that others give a meaning: the build and its tests, and the launcher in the environment. */
    private static final List<String> FOREIGN_PROPERTY_PREFIXES = List.of("weir.test.", "weir.jvm.");
    private static final Set<String> FOREIGN_ENVIRONMENT = Set.of("WEIR_JAVA_OPTS");

    private KnownNames()
    {
    }

    static void check(
        final List<Setting<?>> settings,
        final Properties properties,
        final Map<String, String> environment)
    {
        final Set<String> keys = new TreeSet<>();
        final Set<String> variables = new TreeSet<>();
        for (final Setting<?> setting : settings)
        {
            keys.add(setting.key());
            variables.add(setting.environmentName());
        }
        for (final String name : new TreeSet<>(properties.stringPropertyNames()))
        {
            if (name.startsWith(PROPERTY_PREFIX) && !keys.contains(name) &&
                !startsWithAny(name, FOREIGN_PROPERTY_PREFIXES))
            {
                throw unknown(SettingSource.PROPERTY, name, properties.getProperty(name), keys);
            }
        }
        for (final String name : new TreeSet<>(environment.keySet()))
        {
            if (startsWithAny(name, ENVIRONMENT_PREFIXES) && !variables.contains(name) &&
                !FOREIGN_ENVIRONMENT.contains(name))
            {
                throw unknown(SettingSource.ENVIRONMENT, name, environment.get(name), variables);
            }
        }
    }

    private static ConfigurationException unknown(
        final SettingSource source,
        final String name,
        final String value,
        final Collection<String> known)
    {
        return new ConfigurationException(name, "unknown " + source.description() + " " + name + "=" + value +
            "; the nearest known name is " + nearest(name, known));
    }

    static String nearest(final String name, final Collection<String> known)
    {
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (final String candidate : known)
        {
            final int distance = distance(name, candidate);
            if (distance < bestDistance)
            {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best;
    }

    /** The number of single characters to insert, delete or replace (Levenshtein), in one row of the table. */
    private static int distance(final String from, final String to)
    {
        final int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++)
        {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++)
            {
                final int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }

    private static boolean startsWithAny(final String name, final List<String> prefixes)
    {
        for (final String prefix : prefixes)
        {
            if (name.startsWith(prefix))
            {
                return true;
            }
        }
        return false;
    }
}
