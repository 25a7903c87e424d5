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

package io.weir.perf;

import io.weir.Engine;
import io.weir.examples.Example;
import io.weir.examples.Examples;

import java.io.PrintWriter;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs an example: provider and consumer in this process, or one of them. */
@Command(
    name = "example",
    mixinStandardHelpOptions = true,
    versionProvider = WeirCommand.Version.class,
    sortOptions = false)
final class ExampleCommand implements Callable<Integer>
{
    /** Which halves run here. */
    private enum Half
    {
        BOTH,
        PROVIDER,
        CONSUMER
    }

    @Parameters(paramLabel = "NAME", completionCandidates = Names.class,
        description = "One of ${COMPLETION-CANDIDATES}.")
    private String name;

    @Option(names = "--address", paramLabel = "ADDRESS",
        description = "ring:NAME within this process, or aeron:… between any. Each example has one of its own.")
    private String address;

    @Option(names = "--only", paramLabel = "HALF", defaultValue = "BOTH",
        description = "provider, which runs until it is interrupted, or consumer; else both in this process.")
    private Half half;

    @Spec
    private CommandSpec spec;

    ExampleCommand()
    {
    }

    @Override
    public Integer call() throws Exception
    {
        final Example example = example();
        final String place = null == address ? example.address() : address;
        if (Half.BOTH != half && place.startsWith("ring:"))
        {
            throw new Misuse("--only: " + place + " does not leave this process: give an --address such as " +
                "aeron:udp?endpoint=localhost:40456");
        }
        requireAddress(place);
        Surroundings.configuration();
        final PrintWriter out = spec.commandLine().getOut();
        if (Half.CONSUMER == half)
        {
            Examples.consume(example, place, out);
        }
        else
        {
            provide(example, place, out);
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    /** {@return what the command is for, with the examples that there are} */
    static String description()
    {
        return "Runs an example: " + String.join(", ", new Names()) +
            ". Its code is in perf/src/main/java/io/weir/examples.";
    }

    private void provide(final Example example, final String place, final PrintWriter out) throws Exception
    {
        try (Engine engine = Examples.provide(example, place))
        {
            if (Half.BOTH == half)
            {
                Examples.consume(example, place, out);
                return;
            }
            out.println(engine.name() + " is provided at " + place + " until this is interrupted");
            out.flush();
            final CountDownLatch interrupted = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(engine::close, "close"));
            interrupted.await();
        }
    }

    private static void requireAddress(final String place)
    {
        if (!place.startsWith("ring:"))
        {
            Surroundings.requireAeronAddress("--address", place);
        }
    }

    private Example example()
    {
        for (final Example example : Examples.all())
        {
            if (example.name().equals(name))
            {
                return example;
            }
        }
        throw new Misuse("no example is called '" + name + "': use one of " + String.join(", ", new Names()));
    }

    /** Of all examples. */
    static final class Names implements Iterable<String>
    {
        Names()
        {
        }

        @Override
        public Iterator<String> iterator()
        {
            return Examples.all().stream().map(Example::name).iterator();
        }
    }
}
