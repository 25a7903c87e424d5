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
package io.weir.kernel.sim;

import io.weir.journal.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The main class of a process that simulates some seeds and prints what lies on their disks then, file by file. */
public final class DeterministicRun
{
    private DeterministicRun()
    {
    }

    /**
     * Runs.
     *
     * @param args first seed and count.
     * @throws Exception if a seed fails.
     */
    public static void main(final String[] args) throws Exception
    {
        // What the processes are to differ in, told first, in one line.
        System.out.println(new Object().hashCode() + " " + Charset.defaultCharset() + " " + Locale.getDefault() + " " +
            TimeZone.getDefault().getID() + " " + order());
        final long first = Long.parseLong(args[0]);
        for (long seed = first; seed < first + Long.parseLong(args[1]); seed++)
        {
            final KernelSimulation simulation = new KernelSimulation(seed);
            simulation.run();
            final Storage storage = simulation.disk().storage();
            print(seed, "", storage);
            print(seed, "snapshots/", storage.directory("snapshots"));
        }
    }

    /** The order that a set has in this process: so large a one that two processes hardly ever agree on it. */
    private static int order()
    {
        return Set.copyOf(IntStream.range(0, 20_000).mapToObj(i -> "m" + i).toList()).stream()
            .collect(Collectors.joining()).hashCode();
    }

    private static void print(final long seed, final String path, final Storage storage)
        throws IOException, NoSuchAlgorithmException
    {
        for (final String name : storage.list())
        {
            final Storage.StorageFile file = storage.open(name);
            final ByteBuffer bytes = ByteBuffer.allocate((int)file.length());
            file.read(bytes, 0);
            file.close();
            System.out.println(seed + " " + path + name + " " + bytes.capacity() + " " + HexFormat.of().formatHex(
                MessageDigest.getInstance("SHA-256").digest(bytes.array())));
        }
    }
}
