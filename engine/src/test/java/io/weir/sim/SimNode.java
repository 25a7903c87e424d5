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

package io.weir.sim;

import io.weir.Engine;
import io.weir.Session;
import io.weir.SessionClose;
import io.weir.SessionCloseReason;
import io.weir.SessionListener;
import io.weir.config.Settings;
import io.weir.config.Threading;
import io.weir.counters.CounterType;
import io.weir.fixture.ManualClock;
import io.weir.policy.Decision;
import io.weir.policy.Grants;
import io.weir.policy.Policy;
import io.weir.policy.PolicyRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** An engine of the simulation, tiny in every respect, with a policy that changes its mind. */
final class SimNode implements SessionListener, Policy
{
    static final String ALLOWED = "sim.allowed";
    static final String REJECTED = "sim.rejected";
    static final String DROPPED = "sim.dropped";
    static final String DEFERRED = "sim.deferred";
    static final String KILLABLE = "sim.killable";
    static final String ABSENT = "sim.absent";
    static final long RETENTION_NS = TimeUnit.MILLISECONDS.toNanos(700);
    static final long CLOSE_TIMEOUT_NS = TimeUnit.MILLISECONDS.toNanos(60);

    private static final AtomicLong NEXT_NUMBER = new AtomicLong();
    private static final int[] FRAMES = {128, 256, 1024, 4096};
    private static final int[] CELLS = {128, 1024, 2048, 4096};
    private static final int[] POLLS = {1, 2, 5, 16, 256};
    private static final int[] BATCHES = {1, 2, 32};
    private static final int[] STREAMS = {3, 8, 64};

    final Simulation sim;
    final String name;
    final Engine engine;
    final int invokeWeight;
    boolean defers = true;
    boolean kills;
    boolean closed;
    int crashes;
    private final Map<Long, Integer> openSessions = new HashMap<>();

    SimNode(final Simulation sim, final Random random, final ManualClock clock, final int number)
    {
        this.sim = sim;
        name = "node" + number;
        invokeWeight = 1 + random.nextInt(6);
        final Engine.Context context = new Engine.Context()
            .name("sim-" + NEXT_NUMBER.getAndIncrement())
            .set(Settings.COUNTERS_DIR, "none")
            .set(Settings.ENGINE_THREADING, Threading.INVOKER)
            .set(Settings.ENGINE_AGENTS, 0 == random.nextInt(8) ? 2 : 1)
            .set(Settings.FRAME_MAX, pick(random, FRAMES))
            .set(Settings.LANE_LENGTH, 16 * 1024)
            .set(Settings.LANE_CELL_LENGTH, pick(random, CELLS))
            .set(Settings.LANE_POLL_LIMIT, pick(random, POLLS))
            .set(Settings.LANE_PUBLISH_BATCH, pick(random, BATCHES))
            .set(Settings.LANE_STRIPES, 1)
            .set(Settings.LANE_MAX, 6)
            .set(Settings.COMMAND_QUEUE_MAX, 16)
            .set(Settings.STREAM_WINDOW_SIZE, 1 + random.nextInt(16))
            .set(Settings.STREAM_QUEUE_MAX, 16 + random.nextInt(49))
            .set(Settings.SESSION_STREAMS_MAX, pick(random, STREAMS))
            .set(Settings.SESSION_HELD_MAX, 0 == random.nextInt(3) ? random.nextInt(24) : 4_096)
            .set(Settings.SESSION_PARKED_MAX, 0 == random.nextInt(3) ? 1 : 16)
            .set(Settings.STREAM_CANCEL_TIMEOUT, TimeUnit.MILLISECONDS.toNanos(25))
            .set(Settings.SESSION_CLOSE_TIMEOUT, CLOSE_TIMEOUT_NS)
            .set(Settings.POLICY_DEFERRED_EXPIRY, TimeUnit.MILLISECONDS.toNanos(40))
            .set(Settings.TIMER_TICK, 1L << 17)
            .set(Settings.HANDLER_SLOW_THRESHOLD, TimeUnit.MINUTES.toNanos(30))
            .policy(this)
            .sessionListener(this)
            .nanoClock(clock)
            .epochClock(clock.epoch());
        for (final String capability : new String[]{ALLOWED, REJECTED, DROPPED, DEFERRED, KILLABLE})
        {
            context.provider(capability, (stream, open) -> sim.onAccepted(this, stream, open));
        }
        if (null != sim.network)
        {
            network(context, sim.network, random);
        }
        engine = Engine.launch(context);
    }

    private void network(final Engine.Context context, final SimNetwork network, final Random random)
    {
        context.transport(network.transport())
            .listen(address())
            .remoteGrants(Grants.EVERYTHING)
            .set(Settings.SESSION_HEARTBEAT_INTERVAL, TimeUnit.MILLISECONDS.toNanos(30))
            .set(Settings.SESSION_LOSS_TIMEOUT, TimeUnit.MILLISECONDS.toNanos(SimWiring.DURABLE == sim.wiring ? 90 :
                60_000))
            .set(Settings.HANDSHAKE_TIMEOUT, TimeUnit.MILLISECONDS.toNanos(50))
            .set(Settings.SESSION_CANCELS_MAX, 10_000);
        if (SimWiring.DURABLE == sim.wiring)
        {
            context.set(Settings.SESSION_DURABLE, true)
                .set(Settings.SESSION_RETENTION_LENGTH, 64 * 1024)
                .set(Settings.SESSION_RETENTION_TIME, RETENTION_NS)
                .set(Settings.SESSION_RECONNECT_DELAY_FIRST, TimeUnit.MILLISECONDS.toNanos(1))
                .set(Settings.SESSION_RECONNECT_DELAY_MAX, TimeUnit.MILLISECONDS.toNanos(10))
                .set(Settings.SESSION_RECONNECT_SEED, 1 + random.nextInt(1_000_000));
        }
    }

    /** {@return where it listens in the network} */
    String address()
    {
        return SimNetwork.SCHEME + ":" + name;
    }

    @Override
    public Decision onOpen(final PolicyRequest request)
    {
        if (request.openStreams() < 0)
        {
            sim.fail("policy is told of " + request.openStreams() + " open streams");
        }
        return switch (request.capability().toString())
        {
            case REJECTED -> Decision.rejected("no");
            case DROPPED -> Decision.dropped("gone");
            case DEFERRED -> defers ? Decision.deferred("later") : Decision.ALLOW;
            default -> Decision.ALLOW;
        };
    }

    @Override
    public Decision review(final PolicyRequest request)
    {
        return kills && KILLABLE.equals(request.capability().toString()) ? Decision.killed("out") : Decision.ALLOW;
    }

    @Override
    public void onOpened(final Session session)
    {
        openSessions.merge(session.id(), 1, Integer::sum);
        sim.onSessionOpened(this, session);
    }

    @Override
    public void onClosed(final Session session, final SessionClose close)
    {
        if (openSessions.merge(session.id(), -1, Integer::sum) < 0)
        {
            sim.fail("session " + session.id() + " closed more often than opened");
        }
        sim.onSessionClosed(this, session, close);
    }

    @Override
    public void onDetached(final Session session, final SessionCloseReason reason, final String text)
    {
        sim.onDetached(this, session, text);
    }

    @Override
    public void onResumed(final Session session)
    {
        sim.onResumed(this, session);
    }

    /** {@return what it has logged, but for the crashes that were meant to be} */
    List<String> errors()
    {
        final List<String> errors = new ArrayList<>();
        engine.counters().errorLog().forEach((count, firstMs, lastMs, error) ->
        {
            if (!error.contains(SimCrash.class.getSimpleName()))
            {
                errors.add(error.lines().findFirst().orElse(""));
            }
        });
        return errors;
    }

    long count(final CounterType type)
    {
        return engine.counter(type);
    }

    /** {@return a count that must be 0 in an engine without faults whose peers have none, and is not; else null} */
    CounterType fault()
    {
        for (final CounterType type : new CounterType[]{
            CounterType.STREAM_GAPS_TOTAL, CounterType.STREAM_DUPLICATES_TOTAL, CounterType.STREAM_FLOW_CONTROL_TOTAL,
            CounterType.STREAM_VIOLATIONS_TOTAL, CounterType.STREAM_LOSSES_TOTAL, CounterType.SESSIONS_VIOLATED_TOTAL,
            CounterType.INVALID_FRAMES_TOTAL, CounterType.UNKNOWN_TEMPLATES_TOTAL})
        {
            if (0 != count(type))
            {
                return type;
            }
        }
        return null;
    }

    private static int pick(final Random random, final int[] values)
    {
        return values[random.nextInt(values.length)];
    }
}
