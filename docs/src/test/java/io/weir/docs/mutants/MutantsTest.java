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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the declared mutants to specification, sources and tests. That the tests fail is for .ci/mutants to see. */
class MutantsTest
{
    private static final Pattern RULE = Pattern.compile("^- \\*\\*([A-Z]-\\d+)\\*\\*", Pattern.MULTILINE);
    private static final Pattern HEADER = Pattern.compile("(?:class|interface) \\w+([^{]*)\\{");
    private static final Pattern TYPE = Pattern.compile("[A-Z]\\w+");

    private static List<Mutant> mutants;

    @BeforeAll
    static void read() throws IOException
    {
        mutants = Mutant.declared();
    }

    @Test
    void shouldBreakEveryRuleWhenTheSpecificationStatesIt() throws IOException
    {
        final String page = Files.readString(Mutant.ROOT.resolve("docs").resolve("specification.md"));
        final Set<String> stated = RULE.matcher(page).results().map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
        final Set<String> broken = mutants.stream().map(Mutant::rule).collect(Collectors.toCollection(TreeSet::new));

        assertEquals(stated, broken, "each rule of the specification has a mutant, and no other rule has");
    }

    @Test
    void shouldFindItsSnippetOnceWhenAMutantIsApplied() throws IOException
    {
        for (final Mutant mutant : mutants)
        {
            final String source = Files.readString(Mutant.ROOT.resolve(mutant.file()));

            assertNotEquals(source, mutant.mutated(), () -> mutant + " changes nothing");
        }
    }

    @Test
    void shouldNameATestThatCitesItsRuleWhenAMutantIsDeclared() throws IOException
    {
        final Set<String> uncited = new TreeSet<>();
        for (final Mutant mutant : mutants)
        {
            if (!isCited(mutant, Mutants.sourceOf(mutant)))
            {
                uncited.add(mutant + ": " + mutant.test());
            }
        }

        assertEquals(Set.of(), uncited, "mutants whose test is not there or does not cite the rule");
    }

    /** Whether the method, or the class that declares it, cites the rule: that of the test, or one that it extends. */
    private static boolean isCited(final Mutant mutant, final Path source) throws IOException
    {
        final String text = Files.readString(source);
        final Matcher header = HEADER.matcher(text);
        if (!header.find())
        {
            return false;
        }
        final int method = text.indexOf(" " + mutant.testMethod() + "(");
        if (method >= 0)
        {
            final String annotations = text.substring(text.lastIndexOf("\n\n", method), method);
            return cites(annotations, mutant.rule()) || cites(text.substring(0, header.start()), mutant.rule());
        }
        try (Stream<String> types = TYPE.matcher(header.group(1)).results().map(match -> match.group() + ".java"))
        {
            for (final String type : types.toList())
            {
                if (Files.exists(source.resolveSibling(type)) && isCited(mutant, source.resolveSibling(type)))
                {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean cites(final String annotations, final String rule)
    {
        final int begin = annotations.lastIndexOf("@Rule(");
        return begin >= 0 && annotations.substring(begin, annotations.indexOf(')', begin)).contains("\"" + rule + "\"");
    }
}
