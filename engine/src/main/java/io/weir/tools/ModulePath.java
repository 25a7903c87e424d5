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
package io.weir.tools;

import io.weir.kernel.WorldCode;
import io.weir.kernel.WorldCodeProvider;
import io.weir.kernel.manifest.Manifest;
import io.weir.kernel.manifest.ManifestException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.agrona.CloseHelper;

/** Finds the code of worlds in jars and directories, beside what is on the class path. Owned by one thread. */
public final class ModulePath implements AutoCloseable
{
    private final List<Path> entries;
    private final List<URLClassLoader> loaders = new ArrayList<>();

    private ModulePath(final List<Path> entries)
    {
        this.entries = entries;
    }

    /**
     * {@return a path of jars, directories of classes, and directories of jars}
     *
     * @param paths each a jar, or a directory.
     * @throws IOException if one cannot be read.
     */
    public static ModulePath of(final List<Path> paths) throws IOException
    {
        final List<Path> entries = new ArrayList<>();
        for (final Path path : paths)
        {
            entries.add(path);
            if (Files.isDirectory(path))
            {
                try (Stream<Path> files = Files.list(path))
                {
                    files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(entries::add);
                }
            }
            else if (!Files.isRegularFile(path))
            {
                throw new IOException("no jar and no directory: " + path);
            }
        }
        return new ModulePath(entries);
    }

    /**
     * {@return the code of a world}
     *
     * @param manifest of the world.
     * @throws ManifestException if no provider has it.
     */
    public WorldCode code(final Manifest manifest)
    {
        WorldCode code = code(manifest, entries);
        // Of two versions of a class the first hides the other: let each jar be the first once.
        for (int i = 1; code == null && i < entries.size(); i++)
        {
            final List<Path> order = new ArrayList<>(entries);
            order.add(0, order.remove(i));
            code = code(manifest, order);
        }
        if (code != null)
        {
            return code;
        }
        final StringBuilder missing = new StringBuilder();
        manifest.modules().forEach(
            module -> missing.append("\n  ").append(module.name()).append(" is code ").append(module.code()));
        throw new ManifestException("no code provider has the code of world \"" + manifest.name() + "\"; looked in " +
            entries + " and on the class path; give the jars that have it:" + missing);
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(loaders);
    }

    private WorldCode code(final Manifest manifest, final List<Path> order)
    {
        final URLClassLoader loader = new URLClassLoader("weir-modules",
            order.stream().map(ModulePath::url).toArray(URL[]::new), ModulePath.class.getClassLoader());
        loaders.add(loader);
        try
        {
            for (final WorldCodeProvider provider : ServiceLoader.load(WorldCodeProvider.class, loader))
            {
                final WorldCode code = provider.code(manifest);
                if (code != null)
                {
                    return code;
                }
            }
            return null;
        }
        catch (final ServiceConfigurationError ex)
        {
            throw new ManifestException("a module jar names a code provider that cannot be loaded: " + ex.getMessage());
        }
    }

    private static URL url(final Path path)
    {
        try
        {
            return path.toUri().toURL();
        }
        catch (final java.net.MalformedURLException ex)
        {
            throw new IllegalArgumentException("cannot be loaded from: " + path, ex);
        }
    }
}
