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

package io.weir.docs.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A fault that breaks a rule: a snippet of one source, what replaces it, and the test that must then fail. The faults
 * are declared in a text file:
 *
 * <pre>
 * rule: C-6
 * fault: Data beyond the limit is taken
 * file: engine/src/main/java/io/weir/stream/Example.java
 * from: if (seq &gt;= limit)
 * to: if (seq &gt; limit)
 * test: io.weir.CreditTest#shouldEndTheStreamWhenDataIsBeyondTheLimit
 * </pre>
 *
 * @param rule  id of the rule.
 * @param fault what is wrong afterwards, for the table in docs/proof.md.
 * @param file  of the source, seen from the project's root.
 * @param from  text on one line, which occurs once in the source.
 * @param to    what it becomes; may be empty.
 * @param test  class and method, joined by a hash.
 */
public record Mutant(String rule, String fault, String file, String from, String to, String test)
{
    /** The project's root, seen from the module in which this runs. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Path DECLARATIONS = Path.of("src", "test", "resources", "mutants.txt");

    /**
     * {@return every declared mutant, in the order of the file}
     *
     * @throws IOException if the file cannot be read.
     */
    public static List<Mutant> declared() throws IOException
    {
        final List<Mutant> mutants = new ArrayList<>();
        final Map<String, String> fields = new HashMap<>();
        for (final String line : Files.readAllLines(ROOT.resolve("docs").resolve(DECLARATIONS)))
        {
            if (line.isBlank())
            {
                addTo(mutants, fields);
            }
            else if (!line.startsWith("#"))
            {
                final int colon = line.indexOf(':');
                if (colon < 0)
                {
                    throw new IllegalStateException(DECLARATIONS + " has a line without a key: " + line);
                }
                if (null != fields.put(line.substring(0, colon), line.substring(colon + 1).strip()))
                {
                    throw new IllegalStateException(DECLARATIONS + " has the same key twice in one mutant: " + line);
                }
            }
        }
        addTo(mutants, fields);
        return mutants;
    }

    private static void addTo(final List<Mutant> mutants, final Map<String, String> fields)
    {
        if (fields.isEmpty())
        {
            return;
        }
        for (final String key : List.of("rule", "fault", "file", "from", "to", "test"))
        {
            if (!fields.containsKey(key))
            {
                throw new IllegalStateException(DECLARATIONS + " has a mutant without '" + key + "': " + fields);
            }
        }
        mutants.add(new Mutant(fields.remove("rule"), fields.remove("fault"), fields.remove("file"),
            fields.remove("from"), fields.remove("to"), fields.remove("test")));
        if (!fields.isEmpty())
        {
            throw new IllegalStateException(DECLARATIONS + " has keys that mean nothing: " + fields);
        }
    }

    /**
     * {@return the source with the fault in it}
     *
     * @throws IOException           if the source cannot be read.
     * @throws IllegalStateException if the snippet does not occur in the source, or more than once.
     */
    String mutated() throws IOException
    {
        final Path path = ROOT.resolve(file);
        if (!Files.exists(path))
        {
            throw new IllegalStateException(this + ": there is no " + file);
        }
        final String source = Files.readString(path);
        final int index = source.indexOf(from);
        if (index < 0)
        {
            throw new IllegalStateException(this + ": its snippet is not in " + file + " any more: " + from);
        }
        if (source.indexOf(from, index + 1) >= 0)
        {
            throw new IllegalStateException(this + ": its snippet is in " + file + " more than once: " + from);
        }
        return source.substring(0, index) + to + source.substring(index + from.length());
    }

    String testClass()
    {
        return test.substring(0, hash());
    }

    String testMethod()
    {
        return test.substring(hash() + 1);
    }

    /** {@return the test as a reader sees it, without its package} */
    String shortTest()
    {
        return test.substring(test.lastIndexOf('.', hash()) + 1).replace('#', '.');
    }

    private int hash()
    {
        final int hash = test.indexOf('#');
        if (hash < 0)
        {
            throw new IllegalStateException(this + ": its test names no method: " + test);
        }
        return hash;
    }

    /** {@return the rows of the table in docs/proof.md}
     *
     * @param mutants to be shown.
     */
    public static String table(final List<Mutant> mutants)
    {
        final StringBuilder table = new StringBuilder("| rule | fault | in | test that fails |\n|---|---|---|---|\n");
        for (final Mutant mutant : mutants)
        {
            final String name = Path.of(mutant.file).getFileName().toString();
            table.append("| ").append(mutant.rule)
                .append(" | ").append(mutant.fault)
                .append(" | `").append(name.replace(".java", ""))
                .append("` | `").append(mutant.shortTest())
                .append("` |\n");
        }
        return table.toString();
    }

    @Override
    public String toString()
    {
        return rule + " (" + fault + ")";
    }
}
