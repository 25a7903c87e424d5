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

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A wrong setting is misuse of whatever command would launch engines, which says so before it does anything. */
class SettingsCheckTest
{
    private static final String SHORT = " --quick --forks 1 --rounds 1 --round 1ms";
    private static final String MISSPELT = "weir.stream.windw";
    private static final String WINDOW = "weir.stream.window.size";

    @AfterEach
    void restore()
    {
        System.clearProperty(MISSPELT);
        System.clearProperty(WINDOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"load --warmup 1ms --duration 1ms", "compare ring" + SHORT, "compare ipc" + SHORT,
        "compare udp" + SHORT, "compare journal --quick",
        "example quotes", "provide aeron:udp?endpoint=localhost:40123"})
    void shouldExitWith2AndNameTheNearestOptionWhenAPropertyIsMisspelt(final String command)
    {
        System.setProperty(MISSPELT, "64");

        requireMisuse(command, "unknown system property weir.stream.windw=64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"load --warmup 1ms --duration 1ms", "compare ring" + SHORT, "compare journal --quick"})
    void shouldExitWith2AndNameTheOptionWhenItsValueIsNotAllowed(final String command)
    {
        System.setProperty(WINDOW, "0");

        requireMisuse(command, "weir.stream.window.size=0 (system property) is not allowed");
    }

    private static void requireMisuse(final String command, final String message)
    {
        final CommandRun run = CommandRun.of(command.split(" "));

        assertAll(
            () -> assertEquals(2, run.status(), run.err()),
            () -> assertTrue(run.err().contains(message), run.err()),
            () -> assertFalse(run.err().contains("\tat "), run.err()),
            () -> assertFalse(run.err().contains("streaming"), run.err()),
            () -> assertEquals("", run.out()));
    }
}
