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

package io.weir.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.perf.CommandRun;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ExamplesTest
{
    @ParameterizedTest
    @ValueSource(strings = {"ring:log", "aeron"})
    void shouldBringTheWholeLogToEachOfTenWhenItIsTailed(final String address) throws IOException
    {
        final CommandRun run = run("log-tail", address);

        assertEquals(
            Collections.nCopies(LogTail.CONSUMERS, "1000 lines, the last is: line 1000"), run.out().lines().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ring:market", "aeron"})
    void shouldBringTheLastPriceToAllWhenOneIsSlow(final String address) throws IOException
    {
        final List<String> lines = run("market-data", address).out().lines().toList();

        assertEquals(MarketData.CONSUMERS, lines.size());
        for (final String line : lines)
        {
            assertTrue(line.endsWith(" prices, the last is " + MarketData.PRICES), line);
        }
        assertTrue(lines.get(0).startsWith("slow: "), lines.get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ring:model", "aeron"})
    void shouldStopTheModelWhenEnoughIsRead(final String address) throws IOException
    {
        final List<String> lines = run("tokens", address).out().lines().toList();

        assertEquals(2, lines.size());
        assertTrue(lines.get(0).startsWith("the stream runs over a weir and is measured there the "), lines.get(0));
        assertTrue(lines.get(1).startsWith("20 tokens read"), lines.get(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ring:quotes", "aeron"})
    void shouldAnswerAndRefuseWhenQuotesAreAskedFor(final String address) throws IOException
    {
        assertEquals(
            List.of(
                "Quote[symbol=EURUSD, bid=1.0841, ask=1.0843]",
                "Quote[symbol=EURUSD, bid=1.0841, ask=1.0843]",
                "INVALID_PARAMS: nobody quotes EURXXX"),
            run("quotes", address).out().lines().toList());
    }

    @Test
    void shouldHaveAnAddressOfItsOwnWhenNoneIsGiven()
    {
        assertEquals(0, CommandRun.of("example", "quotes").status());
    }

    private static CommandRun run(final String name, final String link) throws IOException
    {
        final CommandRun run =
            CommandRun.of("example", name, "--address", "aeron".equals(link) ? udp() : link);
        assertEquals(0, run.status(), run.err());
        return run;
    }

    /** An address whose port, and the next one for replies, are free. */
    private static String udp() throws IOException
    {
        while (true)
        {
            try (DatagramSocket one = new DatagramSocket();
                DatagramSocket next = new DatagramSocket(one.getLocalPort() + 1))
            {
                return "aeron:udp?endpoint=localhost:" + one.getLocalPort() + "|control=localhost:" +
                    next.getLocalPort();
            }
            catch (final BindException | IllegalArgumentException ex)
            {
                continue;
            }
        }
    }
}
