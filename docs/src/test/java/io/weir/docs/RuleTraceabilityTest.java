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
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.weir.test.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Joins the rules of the specification to the tests that cite them, of all modules, those of jcstress included. */
class RuleTraceabilityTest
{
    private static final Pattern RULE_LINE = Pattern.compile("^- \\*\\*([A-Z]-\\d+)\\*\\*");
    private static final String TO_BE_PROVEN = "WSCTK";
    private static final Set<String> TEST_ANNOTATIONS = Set.of(
        "org.junit.jupiter.api.Test",
        "org.junit.jupiter.api.RepeatedTest",
        "org.junit.jupiter.api.TestFactory",
        "org.junit.jupiter.params.ParameterizedTest",
        "net.jqwik.api.Property",
        "net.jqwik.api.Example");
    /** May cite, but runs only when asked for: no rule rests on it alone. */
    private static final String STRESS_ANNOTATION = "org.openjdk.jcstress.annotations.JCStressTest";

    private static Set<String> rules;
    private static Map<String, Set<String>> testsByRule;
    private static Set<String> citesNothing;
    private static Set<String> citedByStress;

    @BeforeAll
    static void read() throws IOException
    {
        rules = rules(Files.readAllLines(Markdown.ROOT.resolve("docs").resolve("specification.md")));
        testsByRule = new TreeMap<>();
        citesNothing = new TreeSet<>();
        citedByStress = new TreeSet<>();
        final JavaClasses classes = new ClassFileImporter().importPackages("io.weir");
        for (final JavaClass type : classes)
        {
            note(type, isTest(type) || type.getMethods().stream().anyMatch(RuleTraceabilityTest::isTest),
                type.getName());
            for (final JavaMethod method : type.getMethods())
            {
                note(method, isTest(method), method.getFullName());
            }
        }
    }

    @Test
    void shouldFindRulesAndTestsWhenItLooksForThem()
    {
        assertTrue(rules.size() > 30, () -> "the specification has but these rules: " + rules);
        assertTrue(testsByRule.containsKey("W-4"), () -> "rules cited are but these: " + testsByRule.keySet());
    }

    @Test
    void shouldHaveATestForEveryRuleWhenItIsToBeProven()
    {
        final Set<String> unproven = new TreeSet<>(rules);
        unproven.removeAll(testsByRule.keySet());
        unproven.removeIf(id -> TO_BE_PROVEN.indexOf(id.charAt(0)) < 0);

        assertEquals(Set.of(), unproven, "rules that no test cites with @Rule");
    }

    @Test
    void shouldCiteRulesOfTheSpecificationWhenATestCitesAny()
    {
        final Map<String, Set<String>> unknown = new TreeMap<>(testsByRule);
        citedByStress.forEach(id -> unknown.putIfAbsent(id, Set.of("a stress test")));
        unknown.keySet().removeAll(rules);

        assertEquals(Map.of(), unknown, "tests that cite rules which the specification does not have");
    }

    @Test
    void shouldCiteRulesOnTestsWhenAnythingCitesThem()
    {
        assertEquals(Set.of(), citesNothing, "classes and methods that cite rules and test nothing");
    }

    private static Set<String> rules(final List<String> lines)
    {
        final Set<String> found = new TreeSet<>();
        for (final String line : lines)
        {
            final Matcher matcher = RULE_LINE.matcher(line);
            if (matcher.find())
            {
                final String id = matcher.group(1);
                assertTrue(found.add(id), () -> "the specification states " + id + " twice");
            }
        }
        return found;
    }

    private static void note(final HasAnnotations<?> annotated, final boolean isTest, final String name)
    {
        for (final JavaAnnotation<?> annotation : annotated.getAnnotations())
        {
            if (!annotation.getRawType().getName().equals(Rule.class.getName()))
            {
                continue;
            }
            if (isAnnotated(annotated, Set.of(STRESS_ANNOTATION)))
            {
                citedByStress.addAll(List.of(annotation.as(Rule.class).value()));
            }
            else if (!isTest)
            {
                citesNothing.add(name);
            }
            else
            {
                for (final String id : annotation.as(Rule.class).value())
                {
                    testsByRule.computeIfAbsent(id, absent -> new TreeSet<>()).add(name);
                }
            }
        }
    }

    private static boolean isTest(final HasAnnotations<?> annotated)
    {
        return isAnnotated(annotated, TEST_ANNOTATIONS);
    }

    private static boolean isAnnotated(final HasAnnotations<?> annotated, final Set<String> names)
    {
        return annotated.getAnnotations().stream()
            .map(annotation -> annotation.getRawType().getName())
            .anyMatch(names::contains);
    }
}
