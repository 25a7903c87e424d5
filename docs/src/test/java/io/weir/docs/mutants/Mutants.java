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

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Puts each declared fault into a copy of its source, alone, compiles that one class before the built ones on the class
 * path, and runs the test that must notice it; nothing in the tree is changed. Prints a row for each, and ends with
 * status 1 unless every test fails under its mutant and passes without it. Run by {@code .ci/mutants}.
 */
public final class Mutants
{
    private static final long LIMIT_S = 120;
    private static final int MODULE_DEPTH = 3;

    private final Path scratch;
    private final String classPath = System.getProperty("java.class.path");
    private final List<String> problems = new ArrayList<>();
    private int runs;

    private Mutants(final Path scratch)
    {
        this.scratch = scratch;
    }

    /**
     * Runs the mutants.
     *
     * @param args ids of the rules whose mutants are run, joined by commas; all without one.
     * @throws IOException          if a source cannot be read or the directory for scratch cannot be written.
     * @throws InterruptedException if interrupted.
     */
    public static void main(final String[] args) throws IOException, InterruptedException
    {
        final Set<String> rules = Stream.of(args).flatMap(arg -> Stream.of(arg.split(",")))
            .map(String::strip).filter(rule -> !rule.isEmpty()).collect(Collectors.toSet());
        final List<Mutant> mutants = new ArrayList<>(Mutant.declared());
        final int declared = mutants.size();
        mutants.removeIf(mutant -> !rules.isEmpty() && !rules.contains(mutant.rule()));
        final Path scratch = Files.createTempDirectory("weir-mutants");
        final Mutants run = new Mutants(scratch);
        try
        {
            run.all(mutants);
        }
        finally
        {
            delete(scratch);
        }
        System.out.println();
        run.problems.forEach(System.out::println);
        System.out.printf("%d of %d mutants, %d not caught%n", mutants.size(), declared, run.problems.size());
        System.exit(mutants.isEmpty() || !run.problems.isEmpty() ? 1 : 0);
    }

    private void all(final List<Mutant> mutants) throws IOException, InterruptedException
    {
        final List<Mutant> sound = withoutFault(mutants);
        for (final Mutant mutant : sound)
        {
            final Path classes = Files.createDirectories(scratch.resolve("classes-" + runs));
            final String errors = compile(mutant, classes);
            final String result = errors.isEmpty() ?
                run(List.of(mutant), classes + File.pathSeparator + classPath).get(0) : errors;
            final boolean isCaught = result.startsWith(NamedTests.FAILED);
            System.out.printf("%-5s %-7s %s: %s%n", mutant.rule(), isCaught ? "caught" : "NOT", mutant.fault(),
                mutant.shortTest());
            if (isCaught && Boolean.getBoolean("weir.mutants.say"))
            {
                System.out.println("      " + result);
            }
            if (!isCaught)
            {
                problems.add(mutant + ": " + mutant.shortTest() + " " + result);
            }
        }
    }

    /** Runs the tests without any mutant: those that do not pass say nothing about mutants. */
    private List<Mutant> withoutFault(final List<Mutant> mutants) throws IOException, InterruptedException
    {
        final Map<Path, List<Mutant>> byModule = new LinkedHashMap<>();
        for (final Mutant mutant : mutants)
        {
            byModule.computeIfAbsent(module(mutant), absent -> new ArrayList<>()).add(mutant);
        }
        final List<Mutant> sound = new ArrayList<>();
        for (final List<Mutant> together : byModule.values())
        {
            final List<String> results = run(together, classPath);
            for (int i = 0; i < together.size(); i++)
            {
                if (results.get(i).equals(NamedTests.PASSED))
                {
                    sound.add(together.get(i));
                }
                else
                {
                    problems.add(together.get(i) + ": " + together.get(i).shortTest() + " without the mutant: " +
                        results.get(i));
                }
            }
        }
        sound.sort(Comparator.comparingInt(mutants::indexOf));
        return sound;
    }

    private String compile(final Mutant mutant, final Path classes) throws IOException
    {
        final String source;
        try
        {
            source = mutant.mutated();
        }
        catch (final IllegalStateException ex)
        {
            return ex.getMessage();
        }
        final Path file = scratch.resolve("source-" + runs).resolve(Path.of(mutant.file()).getFileName());
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        final StringWriter said = new StringWriter();
        final boolean isCompiled = compiler.getTask(
            said, null, null,
            List.of("-nowarn", "-g", "-parameters", "-proc:none", "-implicit:none", "-cp", classPath, "-d",
                classes.toString()),
            null, compiler.getStandardFileManager(null, null, null).getJavaFileObjects(file)).call();
        return isCompiled ? "" : "does not compile: " + said;
    }

    /** Runs the tests of mutants of one module in a process of its own; a result for each. */
    private List<String> run(final List<Mutant> mutants, final String path) throws IOException, InterruptedException
    {
        runs++;
        final Path results = scratch.resolve("results-" + runs);
        final Path directory = Files.createDirectories(scratch.resolve("directory-" + runs));
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(System.getProperty("weir.jvm.flags").split(" ")));
        command.addAll(List.of("-ea", "-Xshare:auto", "-Djava.io.tmpdir=" + directory, "-cp", path));
        command.addAll(List.of(NamedTests.class.getName(), results.toString(), directory.toString()));
        for (final Mutant mutant : mutants)
        {
            command.addAll(List.of(mutant.rule(), mutant.testClass(), mutant.testMethod()));
        }
        final Process process = new ProcessBuilder(command)
            .directory(module(mutants.get(0)).toFile())
            .redirectErrorStream(true)
            .redirectOutput(scratch.resolve("output-" + runs).toFile())
            .start();
        final long limitS = LIMIT_S + 10L * mutants.size();
        if (!process.waitFor(limitS, TimeUnit.SECONDS))
        {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        final List<String> lines = new ArrayList<>(Files.exists(results) ? Files.readAllLines(results) : List.of());
        while (lines.size() < mutants.size())
        {
            lines.add(NamedTests.MISSING + " its process did not end within " + limitS + " s, or died");
        }
        return lines;
    }

    /** The module whose tests hold the mutant's test: the directory in which they run. */
    private static Path module(final Mutant mutant) throws IOException
    {
        Path directory = sourceOf(mutant);
        while (!Files.exists(directory.resolve("pom.xml")))
        {
            directory = directory.getParent();
        }
        return directory;
    }

    /** {@return the source of the mutant's test} */
    static Path sourceOf(final Mutant mutant) throws IOException
    {
        final Path source = Path.of("src", "test", "java").resolve(mutant.testClass().replace('.', '/') + ".java");
        try (Stream<Path> poms = Files.find(Mutant.ROOT, MODULE_DEPTH, (file, attributes) -> file.endsWith("pom.xml")))
        {
            return poms.map(pom -> pom.resolveSibling(source)).filter(Files::exists).findFirst()
                .orElseThrow(() -> new IllegalStateException(mutant + ": there is no source of " + mutant.testClass()));
        }
    }

    private static void delete(final Path directory) throws IOException
    {
        try (Stream<Path> files = Files.walk(directory))
        {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList())
            {
                Files.delete(file);
            }
        }
    }
}
