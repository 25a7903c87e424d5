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

import io.weir.Engine;
import io.weir.Session;
import io.weir.policy.Grants;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;

/** Runs examples: both halves in one process, or each in one of its own. */
public final class Examples
{
    private static final String RING = "ring:";

    private Examples()
    {
    }

    /** {@return every example} */
    public static List<Example> all()
    {
        return List.of(new LogTail(), new MarketData(), new Tokens(), new Quotes());
    }

    // tag::places
    /**
     * Launches the providing half.
     *
     * @param example to provide.
     * @param address {@code ring:NAME} for consumers in this process, {@code aeron:…} for others, too.
     * @return the engine, to be closed.
     * @throws Exception if it cannot be provided.
     */
    public static Engine provide(final Example example, final String address) throws Exception
    {
        final Engine.Context context = new Engine.Context();
        example.provide(context);
        if (address.startsWith(RING))
        {
            return Engine.launch(context.name(address.substring(RING.length())));
        }
        // What comes from outside the process may open nothing unless it is granted.
        return Engine.launch(
            context.name(example.name()).remoteGrants(Grants.builder().toAll("*").build()).listen(address));
    }

    /**
     * Runs the consuming half to its end.
     *
     * @param example to consume.
     * @param address at which it is provided.
     * @param out     to tell what comes.
     * @throws Exception if something does not come.
     */
    public static void consume(final Example example, final String address, final PrintWriter out) throws Exception
    {
        try (Engine engine = Engine.launch(new Engine.Context().name(example.name() + "-consumer")))
        {
            final Supplier<Session> sessions = () -> engine.connect(address);
            example.consume(sessions, out);
        }
    }
    // end::places
}
