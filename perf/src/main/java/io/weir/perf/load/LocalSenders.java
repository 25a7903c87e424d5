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

package io.weir.perf.load;

import io.weir.Engine;
import io.weir.Session;

import io.weir.counters.CounterType;

import java.io.IOException;

import org.agrona.concurrent.UnsafeBuffer;

/** The sending side in this process: an engine of its own, over the ring or, with an address, over a transport. */
final class LocalSenders implements Senders
{
    private final LoadOptions terms;
    private final RigClock clock;
    private final RunState state;
    private final Emitters emitters;
    private final Engine server;
    private Allocation allocation;

    /**
     * Launches the provider's engine.
     *
     * @param terms   of the run.
     * @param clock   that stamps.
     * @param state   of the run.
     * @param order   of the lines, null for generated messages.
     * @param engines that makes engines.
     * @throws IOException if the input cannot be opened.
     */
    LocalSenders(
        final LoadOptions terms,
        final RigClock clock,
        final RunState state,
        final LineOrder order,
        final RigEngines engines)
        throws IOException
    {
        this.terms = terms;
        this.clock = clock;
        this.state = state;
        emitters = new Emitters(terms, clock, state, order);
        server = engines.launchServer(
            (stream, open) -> emitters.accept(open.buffer().getInt(open.paramsOffset()), stream), emitters.onAgent());
    }

    @Override
    public Session connect(final Engine client)
    {
        return terms.link().isRing() ? client.connect(server) : client.connect(terms.link().address());
    }

    @Override
    public byte[] params(final int index)
    {
        final UnsafeBuffer params = new UnsafeBuffer(new byte[Integer.BYTES]);
        params.putInt(0, index);
        return params.byteArray();
    }

    @Override
    public boolean isAccepted()
    {
        return emitters.isAccepted();
    }

    @Override
    public void start(final long startNs)
    {
        emitters.start(RigEngines.idle(terms), clock);
    }

    @Override
    public boolean isRunning()
    {
        return emitters.isRunning();
    }

    @Override
    public void stop()
    {
        state.stop();
    }

    @Override
    public boolean isDone()
    {
        return emitters.isDone();
    }

    @Override
    public long sent(final int index)
    {
        return emitters.sent(index);
    }

    @Override
    public long allocatedBytes()
    {
        if (null == allocation)
        {
            allocation = new Allocation(emitters.threadIds());
        }
        return allocation.bytes();
    }

    @Override
    public long creditStalls()
    {
        return server.counter(CounterType.STREAM_CREDIT_STALLS_TOTAL);
    }

    @Override
    public void close()
    {
        emitters.stop();
        server.close();
    }
}
