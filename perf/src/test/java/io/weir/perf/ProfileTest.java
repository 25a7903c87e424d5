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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.test.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileTest
{
    private static final long LIMIT_S = 30;

    @ParameterizedTest
    @CsvSource({"default,true", "low-latency,false"})
    @Rule("T-10")
    void shouldCheckBoundsWhenTheProfileIsTheDefaultAlone(final String profile, final boolean isChecked)
        throws IOException, InterruptedException
    {
        final Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "@" + Path.of("src", "main", "profiles", profile + ".jvm"),
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Telling.class.getName()).redirectErrorStream(true).start();
        final String output;
        try (InputStream stream = process.getInputStream())
        {
            output = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }

        assertTrue(process.waitFor(LIMIT_S, TimeUnit.SECONDS));
        assertEquals("bounds checked: " + isChecked, output.strip());
    }

    /** Says how its JVM was started. */
    static final class Telling
    {
        private Telling()
        {
        }

        /** Says it. */
        public static void main(final String[] args)
        {
            System.out.println("bounds checked: " + Profile.isBoundsChecked());
        }
    }
}
