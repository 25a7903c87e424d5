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
package io.weir.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.test.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Worlds that live through anything at random, and come back to the same bytes from every cut, in any process. */
@Rule({"K-8", "K-9"})
class ReplayTest
{
    private static final int RUNS = 12;
    private static final int INPUTS = 120;
    private static final int LONG_LIFE = 400;
    private static final int LIMIT_SECONDS = 60;

    @Test
    void shouldComeToTheSameBytesFromEveryCutWhenAnythingHappens()
    {
        for (int seed = 0; seed < RUNS; seed++)
        {
            final Fixture world = RandomLife.live(seed, INPUTS);
            world.verify();
            assertTrue(world.sink.batches.size() > INPUTS / 4, "seed " + seed);
        }
    }

    @Test
    void shouldWriteTheSameBytesWhenProcessesDifferInAllThatAModuleMustNotSee() throws Exception
    {
        final String here = hashOfALife();

        assertEquals(here, inProcess("-Dfile.encoding=UTF-16", "-Duser.language=tr", "-Duser.country=TR",
            "-Duser.timezone=Pacific/Apia", "-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=2"));
        assertEquals(here, inProcess("-Dfile.encoding=ISO-8859-1", "-Duser.language=ar", "-Duser.country=EG",
            "-Duser.timezone=Asia/Kathmandu", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    }

    /**
     * Runs a life in a process of its own and prints what it came to.
     *
     * @param args none.
     */
    public static void main(final String[] args)
    {
        System.out.println(hashOfALife());
    }

    private static String hashOfALife()
    {
        final Fixture world = RandomLife.live(42, LONG_LIFE);
        try
        {
            final MessageDigest digest = MessageDigest.getInstance("SHA-256");
            world.sink.batches.forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest()) + " " + Fixture.image(world.world).hashText();
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private static String inProcess(final String... options) throws IOException, InterruptedException
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ReplayTest.class.getName()));
        final Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        // UTF-16 writes more bytes, none of which is in a hash.
        final String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "the process does not end");
        return out.replaceAll("[^0-9a-f ]", "").strip();
    }
}
