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

package io.weir.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The transition table as docs have it: parsed, and as the machine would write it. */
final class TransitionTable
{
    static final List<String> OPENER_STATES =
        List.of("NONE", "OPEN", "CANCELLING", "TOMBSTONE", "ENDED", "STALE", "FUTURE");
    static final List<String> ACCEPTOR_STATES = List.of("NONE", "PARKED", "OPEN", "ENDED", "STALE", "FUTURE");
    static final Path PAGE = Path.of("..", "docs", "transition-table.md");

    private TransitionTable()
    {
    }

    static List<String> states(final boolean opener)
    {
        return opener ? OPENER_STATES : ACCEPTOR_STATES;
    }

    /** {@return the page's cells of one side: event, state, cell} */
    static Map<String, Map<String, String>> parse(final boolean opener) throws IOException
    {
        final Map<String, Map<String, String>> table = new LinkedHashMap<>();
        List<String> columns = List.of();
        boolean isOurs = false;
        for (final String line : Files.readAllLines(PAGE))
        {
            if (line.startsWith("## "))
            {
                isOurs = line.equals(opener ? "## The opener's end" : "## The acceptor's end");
            }
            else if (isOurs && line.startsWith("|") && !line.startsWith("|---"))
            {
                final List<String> cells = cells(line);
                if (columns.isEmpty())
                {
                    columns = cells;
                }
                else if (null != table.put(cells.get(0), row(columns, cells)))
                {
                    throw new IllegalStateException("twice in the table: " + cells.get(0));
                }
            }
        }
        return table;
    }

    private static Map<String, String> row(final List<String> columns, final List<String> cells)
    {
        if (cells.size() != columns.size())
        {
            throw new IllegalStateException(cells.size() + " cells for " + columns.size() + " columns: " + cells);
        }
        final Map<String, String> row = new LinkedHashMap<>();
        for (int i = 1; i < columns.size(); i++)
        {
            row.put(columns.get(i), cells.get(i));
        }
        return row;
    }

    private static List<String> cells(final String line)
    {
        final List<String> cells = new ArrayList<>();
        for (final String cell : line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
        {
            cells.add(cell.strip().replace("`", ""));
        }
        return cells;
    }

    /** Writes both tables as the machine behaves, to be judged against the rules before anybody believes them. */
    public static void main(final String[] args)
    {
        for (final boolean opener : new boolean[]{true, false})
        {
            System.out.println("\n## The " + (opener ? "opener" : "acceptor") + "'s end\n");
            System.out.println("| event | " + String.join(" | ", states(opener)) + " |");
            System.out.println("|---".repeat(states(opener).size() + 1) + "|");
            for (final TransitionEvent event : TransitionEvent.values())
            {
                final StringBuilder row = new StringBuilder("| ").append(event.label());
                for (final String state : states(opener))
                {
                    row.append(" | ").append(event.happen(opener, state));
                }
                System.out.println(row.append(" |"));
            }
        }
    }
}
