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

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.weir.test.Rule;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A process of its own, which runs tests that are named and writes down, a line each, how they ended. */
final class NamedTests
{
    static final String PASSED = "passed";
    static final String FAILED = "failed";
    /** No test of that name ran to its end, or none that cites the rule is there. */
    static final String MISSING = "missing";
    /** Instead of a method: every one of the class that cites the rule, to find out which would do. */
    static final String ANY = "*";

    private NamedTests()
    {
    }

    /**
     * Runs tests.
     *
     * @param args the file to write to, a directory for what tests keep, then three arguments for each test: the rule
     *             that it proves, its class and its method.
     * @throws IOException if the file cannot be written.
     */
    public static void main(final String[] args) throws IOException
    {
        final Path results = Path.of(args[0]);
        final Launcher launcher = LauncherFactory.create();
        final Map<List<Method>, String> known = new HashMap<>();
        for (int i = 2; i < args.length; i += 3)
        {
            final String result = result(launcher, args[1], args[i], args[i + 1], args[i + 2], known);
            Files.writeString(results, result + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        // Threads that a broken engine has left behind do not keep the process.
        Runtime.getRuntime().halt(0);
    }

    private static String result(
        final Launcher launcher,
        final String directory,
        final String rule,
        final String className,
        final String name,
        final Map<List<Method>, String> known)
    {
        final List<Method> methods;
        try
        {
            methods = new ArrayList<>(methods(Class.forName(className), name));
        }
        catch (final ClassNotFoundException ex)
        {
            return MISSING + " there is no class " + className;
        }
        methods.removeIf(method -> !cites(method, rule) && !cites(method.getDeclaringClass(), rule));
        if (methods.isEmpty())
        {
            return MISSING + " there is no test " + name + " in " + className + " that cites " + rule;
        }
        return known.computeIfAbsent(methods, absent -> run(launcher, directory, className, methods));
    }

    private static String run(
        final Launcher launcher,
        final String directory,
        final String className,
        final List<Method> methods)
    {
        final Outcome outcome = new Outcome();
        for (final Method method : methods)
        {
            final LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(className + "#" + method.getName() + parameters(method)))
                .configurationParameter("jqwik.database", Path.of(directory, "jqwik").toString())
                .build();
            launcher.execute(request, outcome);
        }
        return outcome.result();
    }

    /** Those of the class, of its superclasses, and of the interfaces whose tests it runs. */
    private static List<Method> methods(final Class<?> type, final String name)
    {
        final Set<Method> all = new LinkedHashSet<>(List.of(type.getMethods()));
        for (Class<?> at = type; null != at; at = at.getSuperclass())
        {
            all.addAll(List.of(at.getDeclaredMethods()));
        }
        all.removeIf(method -> method.isSynthetic() ||
            !(ANY.equals(name) ? method.getName().startsWith("should") : method.getName().equals(name)));
        return List.copyOf(all);
    }

    private static String parameters(final Method method)
    {
        final List<String> names = new ArrayList<>();
        for (final Class<?> type : method.getParameterTypes())
        {
            names.add(type.getName());
        }
        return names.isEmpty() ? "" : "(" + String.join(",", names) + ")";
    }

    private static boolean cites(final AnnotatedElement element, final String rule)
    {
        final Rule cited = element.getAnnotation(Rule.class);
        return null != cited && List.of(cited.value()).contains(rule);
    }

    /** Counts tests, and keeps which failed and what the first of them says. */
    private static final class Outcome implements TestExecutionListener
    {
        private final Set<String> failed = new LinkedHashSet<>();
        private int passed;
        private String failure = "";

        @Override
        public void executionFinished(final TestIdentifier test, final TestExecutionResult result)
        {
            if (Status.FAILED == result.getStatus())
            {
                if (failed.isEmpty())
                {
                    failure = result.getThrowable().map(Throwable::toString).orElse("without a word");
                }
                failed.add(test.getSource().filter(MethodSource.class::isInstance)
                    .map(source -> ((MethodSource)source).getMethodName()).orElseGet(test::getDisplayName));
            }
            else if (test.isTest() && Status.SUCCESSFUL == result.getStatus())
            {
                passed++;
            }
        }

        String result()
        {
            if (!failed.isEmpty())
            {
                return FAILED + " " + failed + ": " + failure.lines().findFirst().orElse("");
            }
            return 0 == passed ? MISSING + " no test ran" : PASSED;
        }
    }
}
