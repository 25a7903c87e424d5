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

package io.weir.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.config.SettingsTable;
import io.weir.counters.CounterType;
import io.weir.docs.mutants.Mutant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import org.junit.jupiter.api.Test;

/** Holds the generated tables to their declarations; with {@code -Dweir.test.docs.write=true} writes them instead. */
class GeneratedPagesTest
{
    private static final String BEGIN = "<!-- generated: begin -->\n";
    private static final String END = "<!-- generated: end -->";

    @Test
    void shouldHoldTheDeclaredSettingsWhenThePageIsRead() throws IOException
    {
        check("settings.md", SettingsTable.markdown());
    }

    @Test
    void shouldHoldTheDeclaredCountersWhenThePageIsRead() throws IOException
    {
        check("counters.md", countersTable());
    }

    @Test
    void shouldHoldTheDeclaredMutantsWhenThePageIsRead() throws IOException
    {
        check("proof.md", Mutant.table(Mutant.declared()));
    }

    private static String countersTable()
    {
        final StringBuilder table = new StringBuilder("| counter | type id | kind | rule | what it counts |\n")
            .append("|---|---:|---|---|---|\n");
        for (final CounterType type : CounterType.values())
        {
            table.append("| `").append(type.label())
                .append("` | ").append(type.typeId())
                .append(" | ").append(type.kind().name().toLowerCase(Locale.ROOT))
                .append(" | ").append(type.ruleId())
                .append(" | ").append(type.doc())
                .append(" |\n");
        }
        return table.toString();
    }

    private static void check(final String page, final String table) throws IOException
    {
        final Path path = Markdown.ROOT.resolve("docs").resolve(page);
        final String text = Files.readString(path);
        final int begin = text.indexOf(BEGIN) + BEGIN.length();
        final int end = text.indexOf(END);
        final String current = text.substring(0, begin) + table + text.substring(end);
        if (Boolean.getBoolean("weir.test.docs.write"))
        {
            Files.writeString(path, current);
        }
        else
        {
            assertEquals(current, text, page + " is not current; the page says how to write it anew");
        }
    }
}
