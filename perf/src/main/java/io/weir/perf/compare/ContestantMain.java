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
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * The process of a {@link Contestant}. It sets one side of one case up, says that it is ready, and then answers each
 * line of its input, {@code round LENGTH} in ns, by running a round and a line with what was found. It ends with its
 * input. Standard output is for answers alone; what else is to be said goes to standard error.
 */
final class ContestantMain
{
    /** Held, so that its level is: what an engine says of itself in passing is not for whoever compares. */
    private static final Logger LOGGER = Logger.getLogger("io.weir");

    private ContestantMain()
    {
    }

    /**
     * Takes part.
     *
     * @param args link and side, and the words of a {@link StreamCase}, without which it is the round trip.
     * @throws IOException if the input cannot be read.
     */
    public static void main(final String[] args) throws IOException
    {
        final PrintStream answers = System.out;
        System.setOut(System.err);
        LOGGER.setLevel(Level.WARNING);
        try (ThreadPair threads = new ThreadPair(); Contest contest = contest(Arrays.asList(args), threads))
        {
            answers.println(Contestant.READY);
            final BufferedReader questions =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            for (String line = questions.readLine(); null != line; line = questions.readLine())
            {
                final double[] found = found(
                    threads, contest, new Round(Long.parseLong(line.substring(Contestant.ROUND.length()))));
                answers.println(Arrays.stream(found).mapToObj(Double::toString).collect(Collectors.joining(" ")));
            }
        }
    }

    private static double[] found(final ThreadPair threads, final Contest contest, final Round round)
    {
        try
        {
            return threads.run(() -> contest.send(round), () -> contest.receive(round));
        }
        catch (final IllegalStateException ex)
        {
            // The side that did not fail may be running still, so that nothing can be closed in order.
            ex.printStackTrace();
            Runtime.getRuntime().halt(1);
            throw ex;
        }
    }

    private static Contest contest(final List<String> task, final ThreadPair threads)
    {
        final Matchup matchup = Matchup.of(task.get(0));
        final Side side = Side.of(task.get(1));
        final List<String> terms = task.subList(2, task.size());
        return terms.isEmpty() ?
            matchup.roundTrip(side, threads) :
            matchup.contest(side, StreamCase.ofWords(terms), threads);
    }
}
