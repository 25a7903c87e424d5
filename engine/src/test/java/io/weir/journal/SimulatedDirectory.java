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

package io.weir.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** The names of a directory: as the operating system knows them, and as the disk does. */
final class SimulatedDirectory
{
    private final TreeMap<String, SimulatedFile> names = new TreeMap<>();
    private final TreeMap<String, SimulatedFile> image = new TreeMap<>();
    private final List<Runnable> pending = new ArrayList<>();

    TreeMap<String, SimulatedFile> names()
    {
        return names;
    }

    void put(final String name, final SimulatedFile file)
    {
        names.put(name, file);
        pending.add(() -> image.put(name, file));
    }

    void remove(final String name)
    {
        names.remove(name);
        pending.add(() -> image.remove(name));
    }

    void rename(final String from, final String to)
    {
        final SimulatedFile file = names.remove(from);
        names.put(to, file);
        pending.add(() ->
        {
            image.remove(from);
            image.put(to, file);
        });
    }

    void force()
    {
        pending.forEach(Runnable::run);
        pending.clear();
    }

    /** The power is gone: some first part of the changes is on the disk. */
    void lose(final Random random)
    {
        pending.subList(0, random.nextInt(pending.size() + 1)).forEach(Runnable::run);
        pending.clear();
        names.clear();
        names.putAll(image);
    }
}
