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

package io.weir.perf.jmh;

import io.weir.perf.BuildProperties;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the microbenchmarks, with the allocation profiler, in JVMs that have the flags Agrona needs. Takes JMH's own
 * options, and what JMH takes for the names of benchmarks:
 *
 * <pre>
 * java -cp weir.jar io.weir.perf.jmh.Benchmarks CodecBenchmark
 * java -cp weir.jar io.weir.perf.jmh.Benchmarks CodecBenchmark -jvmArgsAppend -Dagrona.disable.bounds.checks=true
 * </pre>
 */
public final class Benchmarks
{
    private static final int MISUSE = 2;

    private Benchmarks()
    {
    }

    /**
     * Runs what the options select; exits with 1 when a benchmark fails and with 2 on options that cannot be read.
     *
     * @param args options of JMH.
     */
    public static void main(final String[] args)
    {
        try
        {
            final CommandLineOptions options = new CommandLineOptions(args);
            if (options.shouldHelp())
            {
                options.showHelp();
                return;
            }

            if (isListing(options))
            {
                return;
            }

            final List<String> jvmArgs = new ArrayList<>(BuildProperties.jvmFlags());
            jvmArgs.addAll(options.getJvmArgsAppend().orElse(Collections.emptyList()));
            new Runner(new OptionsBuilder()
                .parent(options)
                .jvmArgsAppend(jvmArgs.toArray(new String[0]))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .build()).run();
        }
        catch (final CommandLineOptionException | IllegalArgumentException ex)
        {
            System.err.println("benchmarks: " + ex.getMessage());
            System.exit(MISUSE);
        }
        catch (final RunnerException ex)
        {
            System.err.println("benchmarks: " + (null == ex.getMessage() ?
                "none could be run: -l lists what there is" : ex.getMessage()));
            System.exit(1);
        }
        catch (final java.io.IOException ex)
        {
            System.err.println("benchmarks: cannot print help: " + ex.getMessage());
            System.exit(1);
        }
    }

    /** {@return whether it was asked what there is, and has said it} */
    private static boolean isListing(final CommandLineOptions options)
    {
        if (options.shouldList())
        {
            new Runner(options).list();
        }
        else if (options.shouldListWithParams())
        {
            new Runner(options).listWithParams(options);
        }
        else if (options.shouldListProfilers())
        {
            options.listProfilers();
        }
        else if (options.shouldListResultFormats())
        {
            options.listResultFormats();
        }
        else
        {
            return false;
        }
        return true;
    }
}
