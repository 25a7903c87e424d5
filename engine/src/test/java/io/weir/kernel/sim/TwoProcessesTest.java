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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.test.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The same inputs in two processes that differ in all that a program may come to depend on unawares. */
class TwoProcessesTest
{
    private static final String SEEDS = System.getProperty("weir.test.kernel.twice", "12");
    private static final long JOIN_S = 120;

    @Test
    @Rule({"K-8", "K-9"})
    void shouldWriteTheSameBytesWhenHashesCharsetLocaleAndTimeZoneDiffer() throws Exception
    {
        final Process one = Processes.start(List.of("-XX:hashCode=2", "-Dfile.encoding=UTF-8", "-Duser.language=en",
            "-Duser.country=US", "-Duser.timezone=UTC"), DeterministicRun.class, "1", SEEDS);
        final Process other = Processes.start(List.of("-XX:hashCode=5", "-Dfile.encoding=US-ASCII",
            "-Duser.language=tr", "-Duser.country=TR", "-Duser.timezone=Pacific/Apia"), DeterministicRun.class, "1",
            SEEDS);
        final List<String> ones = lines(one);
        final List<String> others = lines(other);

        final String[] environment = ones.get(0).split(" ");
        final String[] otherEnvironment = others.get(0).split(" ");
        for (int i = 0; i < environment.length; i++)
        {
            assertNotEquals(environment[i], otherEnvironment[i], "the processes do not differ");
        }
        assertTrue(ones.size() > 2 * Integer.parseInt(SEEDS), () -> "files: " + ones);
        assertEquals(ones.subList(1, ones.size()), others.subList(1, others.size()));
    }

    private static List<String> lines(final Process process) throws IOException, InterruptedException
    {
        try
        {
            final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(process.waitFor(JOIN_S, TimeUnit.SECONDS), "still alive");
            assertEquals(0, process.exitValue(), "see its errors above");
            return text.lines().toList();
        }
        finally
        {
            process.destroyForcibly().waitFor(JOIN_S, TimeUnit.SECONDS);
        }
    }
}
