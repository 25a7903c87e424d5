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
package io.weir.aeron;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.weir.config.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a properties file tells a media driver: keys of Aeron's driver ({@code aeron.*}) and Weir's settings of it
 * ({@code weir.aeron.*}). A key that neither knows is an error, unlike in Aeron. Immutable.
 */
final class DriverOptions
{
    private static final String OF_AERON = "aeron.";
    private static final String SUFFIX = "_PROP_NAME";

    private final Properties ofAeron = new Properties();
    private final Properties ofWeir = new Properties();

    private DriverOptions()
    {
    }

    /**
     * Reads a file.
     *
     * @param file to read, or null for none.
     * @return what it says.
     * @throws DriverException if it cannot be read, or has a key that nobody knows.
     */
    static DriverOptions read(final Path file)
    {
        final DriverOptions options = new DriverOptions();
        if (null != file)
        {
            final Properties properties = new Properties();
            try (InputStream in = Files.newInputStream(file))
            {
                properties.load(in);
            }
            catch (final IOException | IllegalArgumentException ex)
            {
                throw new DriverException(file + " cannot be read as a properties file: " + ex, ex);
            }
            options.sort(properties, file);
        }
        return options;
    }

    /** {@return Weir's settings, the system properties among them, which count more} */
    Properties ofWeir()
    {
        final Properties all = new Properties();
        all.putAll(ofWeir);
        all.putAll(System.getProperties());
        return all;
    }

    /** Tells Aeron, which reads system properties alone; those that are set already count more. */
    void apply()
    {
        for (final String key : ofAeron.stringPropertyNames())
        {
            if (null == System.getProperty(key))
            {
                System.setProperty(key, ofAeron.getProperty(key));
            }
        }
    }

    private void sort(final Properties properties, final Path file)
    {
        final Set<String> known = known();
        for (final String key : new TreeSet<>(properties.stringPropertyNames()))
        {
            if (!known.contains(key))
            {
                throw new DriverException(
                    file + ": nobody knows the key " + key + "=" + properties.getProperty(key) +
                        ": take the settings weir.aeron.* (./weir config) or properties of Aeron's driver",
                    null);
            }
            (key.startsWith(OF_AERON) ? ofAeron : ofWeir).setProperty(key, properties.getProperty(key));
        }
    }

    private static Set<String> known()
    {
        final Set<String> known = new TreeSet<>();
        collect(io.aeron.driver.Configuration.class, known);
        collect(CommonContext.class, known);
        collect(Aeron.Configuration.class, known);
        Settings.all().stream().map(setting -> setting.key()).filter(key -> key.startsWith("weir." + OF_AERON))
            .forEach(known::add);
        return known;
    }

    private static void collect(final Class<?> type, final Set<String> known)
    {
        for (final Field field : type.getFields())
        {
            if (Modifier.isStatic(field.getModifiers()) && field.getName().endsWith(SUFFIX))
            {
                try
                {
                    known.add((String)field.get(null));
                }
                catch (final IllegalAccessException ex)
                {
                    throw new IllegalStateException("a public constant cannot be read: " + field, ex);
                }
            }
        }
    }
}
