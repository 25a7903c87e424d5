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
 * The process of one side of the comparison of loops. It says that it is ready, and then answers each line of its
 * input, a length in ns and the words of a {@link LoopCase}, with what {@link LoopSide#run} found. It ends with its
 * input. Standard output is for answers alone.
 */
final class LoopMain
{
    /** Held, so that its level is: what an engine says of itself in passing is not for whoever compares. */
    private static final Logger LOGGER = Logger.getLogger("io.weir");

    private LoopMain()
    {
    }

    /**
     * Takes part.
     *
     * @param args link and side.
     * @throws IOException if the input cannot be read.
     */
    public static void main(final String[] args) throws IOException
    {
        final PrintStream answers = System.out;
        System.setOut(System.err);
        LOGGER.setLevel(Level.WARNING);
        try (ThreadPair threads = new ThreadPair();
            LoopSide side = Matchup.of(args[0]).loop(Side.of(args[1]), threads))
        {
            answers.println(Contestant.READY);
            final BufferedReader questions =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            for (String line = questions.readLine(); null != line; line = questions.readLine())
            {
                final int space = line.indexOf(' ');
                answers.println(Arrays.stream(found(
                    side, LoopCase.ofWords(line.substring(space + 1)), Long.parseLong(line.substring(0, space))))
                    .mapToObj(Double::toString).collect(Collectors.joining(" ")));
            }
        }
    }

    private static double[] found(final LoopSide side, final LoopCase terms, final long lengthNs)
    {
        try
        {
            return side.run(terms, lengthNs);
        }
        catch (final IllegalStateException ex)
        {
            // The thread that did not fail may be running still, so that nothing can be closed in order.
            ex.printStackTrace();
            Runtime.getRuntime().halt(1);
            throw ex;
        }
    }
}
