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

import io.weir.perf.Failure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * The process of a {@link Contestant} in the comparison of journals. It sets a {@link JournalSide} up, says that it is
 * ready, and then answers each line of its input, {@code round COUNT} or {@code pace COUNT INTERVAL} in ns, with a line
 * of what was found. It ends with its input. Standard output is for answers alone.
 */
final class JournalMain
{
    /** What the kernel is asked for besides rounds; count and interval in ns follow. */
    static final String PACE = "pace ";

    /** Held, so that its level is: what is said in passing is not for whoever compares. */
    private static final Logger LOGGER = Logger.getLogger("io.weir");

    private JournalMain()
    {
    }

    /**
     * Takes part.
     *
     * @param args as {@link JournalSide#of} takes them.
     * @throws IOException if the input cannot be read.
     */
    public static void main(final String[] args) throws IOException
    {
        final PrintStream answers = System.out;
        System.setOut(System.err);
        LOGGER.setLevel(Level.WARNING);
        try (JournalSide side = JournalSide.of(Arrays.asList(args)))
        {
            answers.println(Contestant.READY);
            final BufferedReader questions =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            for (String line = questions.readLine(); null != line; line = questions.readLine())
            {
                answers.println(Arrays.stream(found(side, line)).mapToObj(Double::toString)
                    .collect(Collectors.joining(" ")));
            }
        }
        catch (final Failure ex)
        {
            System.err.println("weir compare journal: " + args[0] + ": " + ex.getMessage());
            System.exit(1);
        }
    }

    private static double[] found(final JournalSide side, final String question)
    {
        final String[] words = question.split(" ");
        final int count = Integer.parseInt(words[1]);
        return question.startsWith(PACE) ? side.pace(count, Long.parseLong(words[2])) : side.round(count);
    }
}
