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

package io.weir.perf.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.perf.Failure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContestantTest
{
    private static final long LIMIT_S = 60;
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(LIMIT_S);
    private static final long REST_LIMIT_MS = 1_500;
    private static final long ROUND_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Set<ProcessHandle> before = children();

    @AfterEach
    void requireNoProcessLeft()
    {
        assertEquals(Set.of(), started(), "processes left behind");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "ring raw", "ring weir 256 64 64 random false", "ipc raw 1 64 64 round-robin false", "udp weir"})
    void shouldEndByItselfWhenItsInputEndsAfterRounds(final String task) throws Exception
    {
        try (Contestant contestant = Contestant.start("subject", List.of(task.split(" "))))
        {
            final ProcessHandle process = started().iterator().next();
            contestant.awaitReady();
            // The first may be over before a message is there.
            contestant.round(ROUND_NS);
            assertTrue(contestant.round(5 * ROUND_NS)[0] > 0);

            contestant.dismiss();

            assertFalse(process.onExit().get(LIMIT_S, TimeUnit.SECONDS).isAlive());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kernel PROCESS", "bare POWER"})
    void shouldUseNoProcessorBetweenRoundsWhenItHoldsAJournal(final String side, @TempDir final Path directory)
    {
        final String[] words = side.split(" ");
        final List<String> task =
            List.of(words[0], directory.resolve("world").toString(), words[1], Integer.toString(16 << 20));
        try (Contestant contestant = Contestant.start("subject", JournalMain.class, task, LIMIT_NS))
        {
            final ProcessHandle process = started().iterator().next();
            contestant.awaitReady();
            assertTrue(contestant.ask(Contestant.ROUND + 5_000)[0] > 0);
            final Duration before = process.info().totalCpuDuration().orElseThrow();

            final double[] times = contestant.ask(JournalMain.PACE + "100 100000");

            assertTrue(times[0] > 0 && times[1] >= times[0], () -> times[0] + " " + times[1]);
            // The thread of a rig that spun would never have let it come to rest.
            assertTrue(process.info().totalCpuDuration().orElseThrow().minus(before).toMillis() < REST_LIMIT_MS);
        }
    }

    @ParameterizedTest
    @CsvSource({"die,subject: its process ended with status 3", "babble,'subject: its process answered ''fast'''"})
    void shouldSayWhoAndWhatWhenItsProcessDiesOrAnswersNonsense(final String how, final String expected)
    {
        try (Contestant contestant = misbehaving(how, LIMIT_NS))
        {
            contestant.awaitReady();

            final Failure failure = assertThrows(Failure.class, () -> contestant.round(ROUND_NS));

            assertTrue(failure.getMessage().startsWith(expected), failure.getMessage());
        }
    }

    @Test
    void shouldSayWhoWhenItsProcessDiesBeforeItIsReady()
    {
        try (Contestant contestant = misbehaving("die at once", LIMIT_NS))
        {
            final Failure failure = assertThrows(Failure.class, contestant::awaitReady);

            assertTrue(failure.getMessage().startsWith("subject: its process ended with status 4"),
                failure.getMessage());
        }
    }

    @Test
    void shouldSayWhoAndEndItWhenItDoesNotAnswerInTime()
    {
        try (Contestant contestant = misbehaving("hang", TimeUnit.SECONDS.toNanos(1)))
        {
            final Failure failure = assertThrows(Failure.class, contestant::awaitReady);

            assertEquals("subject: its process gave no answer within 1 s and was ended", failure.getMessage());
        }
    }

    @Test
    void shouldKeepTheProfilesOptionsAndNoDebuggersWhenItInheritsThoseOfThisJvm()
    {
        assertEquals(
            List.of("-Xmx1g", "-Dagrona.disable.bounds.checks=true", "--add-opens=java.base/java.lang=ALL-UNNAMED"),
            Contestant.inherited(List.of("-Xmx1g", "-agentlib:jdwp=transport=dt_socket,server=y",
                "-Dagrona.disable.bounds.checks=true", "-javaagent:some.jar", "-Dcom.sun.management.jmxremote",
                "--add-opens=java.base/java.lang=ALL-UNNAMED")));
    }

    private static Contestant misbehaving(final String how, final long limitNs)
    {
        return Contestant.start("subject", Misbehaving.class, List.of(how), limitNs);
    }

    private Set<ProcessHandle> started()
    {
        final Set<ProcessHandle> started = children();
        started.removeAll(before);
        return started;
    }

    private static Set<ProcessHandle> children()
    {
        try (Stream<ProcessHandle> children = ProcessHandle.current().children())
        {
            return children.collect(Collectors.toSet());
        }
    }

    /** The process of a contestant that does what none should. */
    static final class Misbehaving
    {
        private Misbehaving()
        {
        }

        /**
         * Misbehaves.
         *
         * @param args how.
         * @throws Exception if it cannot even do that.
         */
        public static void main(final String[] args) throws Exception
        {
            switch (args[0])
            {
                case "die at once" -> System.exit(4);
                case "hang" -> new java.util.concurrent.CountDownLatch(1).await();
                default -> System.out.println(Contestant.READY);
            }
            System.in.read();
            if ("die".equals(args[0]))
            {
                System.exit(3);
            }
            System.out.println("fast");
        }
    }
}
