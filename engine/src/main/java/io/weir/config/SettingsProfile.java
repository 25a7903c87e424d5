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

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * A set of values for settings that were found to go together, by name: one that Weir brings, or a properties file of
 * the application's. It stands in for the defaults: builder, system property and environment beat it. Immutable.
 */
final class SettingsProfile
{
    /** The profiles that Weir brings, as resources beside this class. */
    static final List<String> READY = List.of("default", "low-latency");

    /** No profile at all: it says nothing. */
    static final SettingsProfile NONE = new SettingsProfile("", new Properties());

    private static final String SUFFIX = ".properties";

    private final String name;
    private final Properties values;

    private SettingsProfile(final String name, final Properties values)
    {
        this.name = name;
        this.values = values;
    }

    /**
     * Reads a profile.
     *
     * @param name  of a ready one, or the path of a properties file.
     * @param given the name as an option, for messages: {@code weir.profile=fast (builder)}.
     * @return the profile.
     * @throws ConfigurationException if there is none, it cannot be read, or it has a key that is no setting's.
     */
    static SettingsProfile read(final String name, final String given)
    {
        final Properties values = new Properties();
        try (InputStream in = open(name, given))
        {
            values.load(in);
        }
        catch (final ConfigurationException ex)
        {
            throw ex;
        }
        catch (final IOException | IllegalArgumentException ex)
        {
            throw unreadable(given, ex.toString());
        }
        requireKnown(values, given);
        return new SettingsProfile(name, values);
    }

    private static void requireKnown(final Properties values, final String given)
    {
        final Set<String> keys = new TreeSet<>();
        Settings.all().forEach(setting -> keys.add(setting.key()));
        keys.remove(Settings.PROFILE.key());
        for (final String key : new TreeSet<>(values.stringPropertyNames()))
        {
            if (!keys.contains(key))
            {
                throw new ConfigurationException(key, "unknown key " + key + "=" + values.getProperty(key) + " in " +
                    given + "; the nearest that a profile can have is " + KnownNames.nearest(key, keys));
            }
        }
    }

    private static InputStream open(final String name, final String given) throws IOException
    {
        if (READY.contains(name))
        {
            return SettingsProfile.class.getResourceAsStream(name + SUFFIX);
        }
        try
        {
            final Path file = Path.of(name);
            if (!name.isEmpty() && Files.isRegularFile(file))
            {
                return Files.newInputStream(file);
            }
        }
        catch (final InvalidPathException ex)
        {
            throw unreadable(given, ex.getMessage());
        }
        throw unreadable(given, "there is no such file, and the ready profiles are " + String.join(", ", READY));
    }

    private static ConfigurationException unreadable(final String given, final String why)
    {
        return new ConfigurationException(Settings.PROFILE.key(), given + " cannot be read: " + why);
    }

    /** {@return the name it was asked for by} */
    String name()
    {
        return name;
    }

    /** {@return the text of a setting's value, null if the profile does not say} */
    String text(final Setting<?> setting)
    {
        return values.getProperty(setting.key());
    }
}
