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
import io.weir.Provider;
import io.weir.Result;
import io.weir.Session;
import io.weir.StreamRequest;
import io.weir.codecs.DataFrame;
import io.weir.config.Configuration;
import io.weir.config.IdleKind;
import io.weir.config.Setting;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.perf.Misuse;
import io.weir.perf.Profile;
import io.weir.perf.report.Readable;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.agrona.BitUtil;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * Two engines of this process, the provider's and the consumer's, with the streams between them. Limits are raised to
 * what the run asks for, and otherwise left as they are set.
 */
final class Topology implements AutoCloseable
{
    private static final String CAPABILITY = "load.messages";
    private static final int AGENT_THREADS = 2;
    private static final int LANE_LENGTH_MAX = 64 * 1024 * 1024;
    /** So that a lane holds a longest line and what the next one begins with. */
    private static final int LANE_LINES = 4;
    private static final long RETRY_NS = 10_000;
    private static final Configuration CONFIGURED =
        Configuration.builder().properties(System.getProperties()).environment(System.getenv()).build();

    private final LoadOptions terms;
    private final RigClock clock;
    private final LineScan scan;
    private final Emitters emitters;
    private final Receivers receivers;
    private final Reception reception;
    private final Engine server;
    private final Engine client;

    /**
     * Launches the engines.
     *
     * @param terms     of the run.
     * @param clock     that stamps.
     * @param state     of the run.
     * @param reception that receives.
     * @param order     of the lines, null for generated messages.
     * @param scan      of the input, null for generated messages.
     */
    Topology(
        final LoadOptions terms,
        final RigClock clock,
        final RunState state,
        final Reception reception,
        final LineOrder order,
        final LineScan scan)
    {
        this.terms = terms;
        this.clock = clock;
        this.scan = scan;
        this.reception = reception;
        receivers = new Receivers(terms, reception, order, state, null == scan ? 0 : scan.longestLength());
        try
        {
            emitters = new Emitters(terms, clock, state, order);
        }
        catch (final IOException ex)
        {
            throw new Misuse("--input: cannot read " + terms.input() + " (" + ex.getMessage() + "): name another file");
        }
        final Engine.Context context = context("load-provider").provider(CAPABILITY, provider());
        server = Engine.launch(null == emitters.onAgent() ? context : context.work(emitters.onAgent()));
        client = Engine.launch(context("load-consumer").work(reception));
    }

    /**
     *
     * {@return whether every thread may spin: more busy threads than cores take them from each other}
     *
     * @param terms of the run.
     */
    static boolean isBusy(final LoadOptions terms)
    {
        final int threads = AGENT_THREADS + (1 == terms.producers() ? 0 : terms.producers());
        return Profile.LOW_LATENCY == terms.profile() && Runtime.getRuntime().availableProcessors() >= threads;
    }

    /**
     * Connects, opens every stream and starts the producers.
     *
     * @param await waits for a condition.
     */
    void open(final Consumer<BooleanSupplier> await)
    {
        final Session session = client.connect(server);
        requireFitting(session.maxPayload());
        final StreamRequest request = StreamRequest.of(CAPABILITY).window(terms.window());
        for (int i = 0; i < terms.streams(); i++)
        {
            final UnsafeBuffer index = new UnsafeBuffer(new byte[Integer.BYTES]);
            index.putInt(0, i);
            request.params(index.byteArray());
            final int stream = i;
            await.accept(() -> isOpened(session, request, stream));
        }
        await.accept(() -> emitters.isAccepted() && reception.openedStreams() == terms.streams());
        emitters.start(idle(), clock);
    }

    Emitters emitters()
    {
        return emitters;
    }

    /** Compares what each stream brought with what was sent on it; after the run. */
    void compare()
    {
        for (int i = 0; i < terms.streams() && null == scan; i++)
        {
            receivers.onEnd(i, emitters.sent(i));
        }
    }

    /** {@return the count of the provider's sends that were refused for want of credit, as last published} */
    long creditStalls()
    {
        return server.counter(CounterType.STREAM_CREDIT_STALLS_TOTAL);
    }

    /**
     * {@return the count of frames that the consumer's engine discarded, as last published; not the provider's: that is
     * Credit which crosses the end of a stream, and nobody misses it}
     */
    long drops()
    {
        return client.counter(CounterType.STREAM_DROPPED_TOTAL);
    }

    @Override
    public void close()
    {
        emitters.stop();
        client.close();
        server.close();
    }

    private boolean isOpened(final Session session, final StreamRequest request, final int index)
    {
        final long result = session.open(request, receivers.receiver(index));
        if (Result.BACK_PRESSURED == result)
        {
            LockSupport.parkNanos(RETRY_NS);
            return false;
        }
        if (result < 0)
        {
            throw new IllegalStateException("cannot open stream " + index + ": " + Result.name(result));
        }
        return true;
    }

    private Provider provider()
    {
        return (stream, open) -> emitters.accept(open.buffer().getInt(open.paramsOffset()), stream);
    }

    private void requireFitting(final int maxPayload)
    {
        if (null == scan)
        {
            if (terms.payloadBytes() > maxPayload)
            {
                throw new Misuse("--payload: a frame takes " + maxPayload + " bytes, not " + terms.payloadBytes() +
                    ": raise weir.frame.max, or send smaller messages");
            }
            return;
        }
        final long most = (long)terms.window() * maxPayload;
        if (scan.longestLength() > most)
        {
            throw new Misuse("--input: line " + scan.longestNumber() + " of " + terms.input() + " has " +
                Readable.count(scan.longestLength()) + " bytes, and a window of " + terms.window() + " frames takes " +
                Readable.count(most) + ": raise --window to " + (scan.longestLength() + maxPayload - 1) / maxPayload +
                ", or break the line");
        }
        if (scan.longestLength() > LANE_LENGTH_MAX / LANE_LINES)
        {
            throw new Misuse("--input: line " + scan.longestNumber() + " of " + terms.input() + " has " +
                Readable.count(scan.longestLength()) + " bytes, and the longest ring takes lines of " +
                Readable.count(LANE_LENGTH_MAX / LANE_LINES) + ": break the line");
        }
    }

    private Engine.Context context(final String name)
    {
        final Engine.Context context = new Engine.Context()
            .name(name)
            .epochClock(clock);
        if (Profile.LOW_LATENCY == terms.profile() && !isBusy(terms))
        {
            context.set(Settings.ENGINE_IDLE, IdleKind.YIELDING);
        }
        raise(context, Settings.SESSION_STREAMS_MAX, terms.streams());
        raise(context, Settings.STREAM_QUEUE_MAX, terms.window());
        raise(context, Settings.LANE_MAX, terms.producers());
        raise(context, Settings.FRAME_MAX, BitUtil.align(terms.payloadBytes() + DataFrame.PAYLOAD_OFFSET, Long.BYTES));
        raise(context, Settings.LANE_LENGTH, laneLength());
        return context;
    }

    private int laneLength()
    {
        final long line = null == scan ? terms.payloadBytes() : scan.longestLength();
        final long length = LANE_LINES * line;
        return (int)Math.min(LANE_LENGTH_MAX, Math.max(1, Long.highestOneBit(Math.max(1, length - 1)) << 1));
    }

    private static void raise(
        final Engine.Context context,
        final Setting<Integer> setting,
        final int atLeast)
    {
        if (atLeast > CONFIGURED.value(setting))
        {
            context.set(setting, atLeast);
        }
    }

    private IdleStrategy[] idle()
    {
        final IdleStrategy[] strategies = new IdleStrategy[terms.producers()];
        for (int i = 0; i < strategies.length; i++)
        {
            strategies[i] = isBusy(terms) ? BusySpinIdleStrategy.INSTANCE :
                Profile.LOW_LATENCY == terms.profile() ? YieldingIdleStrategy.INSTANCE : new BackoffIdleStrategy();
        }
        return strategies;
    }
}
