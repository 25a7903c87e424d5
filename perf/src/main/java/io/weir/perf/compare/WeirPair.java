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

package io.weir.perf.compare;

import io.weir.Engine;
import io.weir.Provider;
import io.weir.Session;
import io.weir.config.Settings;
import io.weir.config.Threading;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import org.agrona.concurrent.Agent;

/**
 * Two engines, each invoked by one of the two threads: the provider's by the sending one, the consumer's by the
 * receiving one.
 */
final class WeirPair implements AutoCloseable
{
    /** The capability that the provider provides. */
    static final String CAPABILITY = "compare.messages";

    private static final int STREAMS_DEFAULT = 1024;
    /** The streams have no end to wait for, and who closes first has nobody who invokes the other. */
    private static final long CLOSE_TIMEOUT_NS = 1_000_000L;
    private static final long LIMIT_NS = 60_000_000_000L;

    private final ThreadPair threads;
    private final Wiring wiring;
    private final Engine server;
    private final Engine client;

    /**
     * Launches the engines.
     *
     * @param threads  that will invoke them.
     * @param wiring   that brings them together.
     * @param streams  that they must be able to carry.
     * @param window   of a stream in frames.
     * @param provider of the capability.
     * @param work     of the provider's agent, or null for none.
     */
    WeirPair(
        final ThreadPair threads,
        final Wiring wiring,
        final int streams,
        final int window,
        final Provider provider,
        final Agent work)
    {
        this.threads = threads;
        this.wiring = wiring;
        final Engine.Context serverContext =
            wiring.server(context("compare-server", streams, window)).provider(CAPABILITY, provider);
        server = Engine.launch(null == work ? serverContext : serverContext.work(work));
        client = Engine.launch(wiring.client(context("compare-client", streams, window)));
    }

    /** {@return the engine that provides, for the sending thread} */
    Engine server()
    {
        return server;
    }

    /** {@return the engine that consumes, for the receiving thread} */
    Engine client()
    {
        return client;
    }

    /**
     * Connects the engines and opens streams, on the two threads.
     *
     * @param opening  called with the session on the receiving thread, again and again, until it returns true.
     * @param isSettled asked on the sending thread; when true there and opened here, all is ready.
     */
    void open(final Opening opening, final BooleanSupplier isSettled)
    {
        final Round round = new Round(0);
        threads.run(
            () ->
            {
                invokeUntil(server, () -> round.isOver() && isSettled.getAsBoolean(), "the streams to be accepted");
                round.finish();
            },
            () ->
            {
                final CompletableFuture<Session> connecting = wiring.connect(client, server);
                invokeUntil(client, connecting::isDone, "the session to open");
                final Session session = connecting.join();
                invokeUntil(client, () -> opening.isDone(session), "the streams to open");
                round.end();
                // It may be this side that invokes what carries the frames.
                invokeUntil(client, round::isFinished, "the streams to be accepted");
                return 0;
            });
    }

    @Override
    public void close()
    {
        client.close();
        server.close();
        wiring.close();
    }

    /** Opens streams step by step. */
    @FunctionalInterface
    interface Opening
    {
        /**
         * Goes on opening.
         *
         * @param session to open on.
         * @return whether all is opened.
         */
        boolean isDone(Session session);
    }

    private static void invokeUntil(final Engine engine, final BooleanSupplier condition, final String what)
    {
        final long deadlineNs = System.nanoTime() + LIMIT_NS;
        while (!condition.getAsBoolean())
        {
            if (engine.invoke() <= 0)
            {
                Thread.onSpinWait();
            }
            if (System.nanoTime() - deadlineNs > 0)
            {
                throw new IllegalStateException("waited a minute in vain for " + what);
            }
        }
    }

    private static Engine.Context context(final String name, final int streams, final int window)
    {
        return new Engine.Context()
            .name(name)
            .set(Settings.ENGINE_THREADING, Threading.INVOKER)
            .set(Settings.SESSION_STREAMS_MAX, Math.max(streams, STREAMS_DEFAULT))
            .set(Settings.STREAM_WINDOW_SIZE, window)
            .set(Settings.SESSION_LOSS_TIMEOUT, Contest.REST_NS)
            .set(Settings.SESSION_CLOSE_TIMEOUT, CLOSE_TIMEOUT_NS)
            .set(Settings.STREAM_CANCEL_TIMEOUT, CLOSE_TIMEOUT_NS);
    }
}
