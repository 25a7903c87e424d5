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
import io.weir.aeron.AeronTransport;
import io.weir.aeron.EmbeddedDriver;
import io.weir.codecs.DataFrame;
import io.weir.config.Configuration;
import io.weir.config.IdleKind;
import io.weir.config.Setting;
import io.weir.config.Settings;
import io.weir.perf.Profile;
import io.weir.perf.Surroundings;
import io.weir.policy.Grants;

import org.agrona.BitUtil;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * Makes the engines of a run. Limits are raised to what the run asks for, and otherwise left as they are set.
 */
final class RigEngines implements AutoCloseable
{
    /** The capability that the provider provides. */
    static final String CAPABILITY = "load.messages";

    /** Longest ring there can be. */
    static final int LANE_LENGTH_MAX = 64 * 1024 * 1024;
    /** So that a lane holds a longest line and what the next one begins with. */
    static final int LANE_LINES = 4;

    private static final int AGENT_THREADS = 2;

    private final Configuration configured = Surroundings.configuration();
    private final LoadOptions terms;
    private final RigClock clock;
    private final long longestLine;
    private final EmbeddedDriver driver;

    /**
     * Prepares to make engines.
     *
     * @param terms       of the run.
     * @param clock       that stamps.
     * @param longestLine of the input in bytes, 0 for generated messages.
     * @throws io.weir.perf.Misuse if a setting of this process is wrong.
     */
    RigEngines(final LoadOptions terms, final RigClock clock, final long longestLine)
    {
        this.terms = terms;
        this.clock = clock;
        this.longestLine = longestLine;
        driver = terms.link().isLocalAeron() && null == terms.link().driver() &&
            configured.value(Settings.AERON_DIR).isEmpty() ?
                EmbeddedDriver.launch(new EmbeddedDriver.Context()) : null;
    }

    /**
     * {@return the provider's engine, running}
     *
     * @param provider of the messages.
     * @param work     of its agent, or null.
     */
    Engine launchServer(final Provider provider, final Agent work)
    {
        final Engine.Context context = context("load-provider").provider(CAPABILITY, provider);
        if (terms.link().isLocalAeron())
        {
            context.transport(AeronTransport.launch(transport()))
                .remoteGrants(Grants.EVERYTHING)
                .listen(terms.link().address());
        }
        return Engine.launch(null == work ? context : context.work(work));
    }

    /**
     * {@return the consumer's engine, running}
     *
     * @param work of its agent.
     */
    Engine launchClient(final Agent work)
    {
        final Engine.Context context = context("load-consumer").work(work);
        if (terms.link().isAeron())
        {
            // With few cores, whoever receives invokes the driver too.
            context.transport(AeronTransport.launch(transport().invokesDriver(true)));
        }
        return Engine.launch(context);
    }

    /** {@return an engine that connects beside the load, running; of links over Aeron} */
    Engine launchGuest()
    {
        return Engine.launch(context("guest").transport(AeronTransport.launch(transport())));
    }

    /** {@return the directory of the media driver; of links over Aeron} */
    String directory()
    {
        if (null != driver)
        {
            return driver.directory();
        }
        return null == terms.link().driver() ? configured.value(Settings.AERON_DIR) : terms.link().driver().toString();
    }

    @Override
    public void close()
    {
        CloseHelper.close(driver);
    }

    private AeronTransport.Context transport()
    {
        final AeronTransport.Context context = new AeronTransport.Context();
        if (null != terms.link().driver())
        {
            context.directory(terms.link().driver().toString());
        }
        return null == driver ? context : context.driver(driver);
    }

    /**
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
     * {@return what each producer's thread does without work}
     *
     * @param terms of the run.
     */
    static IdleStrategy[] idle(final LoadOptions terms)
    {
        final IdleStrategy[] strategies = new IdleStrategy[terms.producers()];
        for (int i = 0; i < strategies.length; i++)
        {
            strategies[i] = isBusy(terms) ? BusySpinIdleStrategy.INSTANCE :
                Profile.LOW_LATENCY == terms.profile() ? YieldingIdleStrategy.INSTANCE : new BackoffIdleStrategy();
        }
        return strategies;
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
        if (terms.link().isDurable())
        {
            context.set(Settings.SESSION_DURABLE, true);
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
        final long length = LANE_LINES * Math.max(longestLine, terms.payloadBytes());
        return (int)Math.min(LANE_LENGTH_MAX, Math.max(1, Long.highestOneBit(Math.max(1, length - 1)) << 1));
    }

    private void raise(
        final Engine.Context context,
        final Setting<Integer> setting,
        final int atLeast)
    {
        if (atLeast > configured.value(setting))
        {
            context.set(setting, atLeast);
        }
    }
}
