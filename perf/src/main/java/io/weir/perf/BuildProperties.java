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

package io.weir.perf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;

/**
 * What the build knows and the commands need: Weir's version, and the flags that every forked JVM must be given.
 */
public final class BuildProperties
{
    private static final String RESOURCE = "build.properties";
    private static final Properties PROPERTIES = load();

    private BuildProperties()
    {
    }

    /**
     * {@return the version of Weir, as its artifacts carry it}
     */
    public static String version()
    {
        return PROPERTIES.getProperty("version");
    }

    /**
     * The flags without which Agrona does not start. The runnable jar's own JVM has them from the manifest, which a
     * JVM that it forks (JMH, say) does not read.
     *
     * @return one argument per element, in order.
     */
    public static List<String> jvmFlags()
    {
        return List.of(PROPERTIES.getProperty("jvm.flags").split(" "));
    }

    private static Properties load()
    {
        final Properties properties = new Properties();
        try (InputStream in = BuildProperties.class.getResourceAsStream(RESOURCE))
        {
            if (in == null)
            {
                throw new IllegalStateException("the build left out " + RESOURCE + ": build again from clean sources");
            }
            properties.load(in);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }

        return properties;
    }
}
