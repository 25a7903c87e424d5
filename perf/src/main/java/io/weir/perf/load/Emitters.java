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

import io.weir.Session;
import io.weir.Stream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.IdleStrategy;

/**
 * The sending side: which emitter has which streams. With one producer all have the provider's agent, else stream i has
 * producer i modulo their count.
 */
final class Emitters
{
    private final LoadOptions terms;
    private final RunState state;
    private final Emitter[] emitters;
    private final Flow[] flows;
    private final List<Producer> producers = new ArrayList<>();
    private volatile int accepted;

    /**
     * Prepares the emitters.
     *
     * @param terms of the run.
     * @param clock to stamp with.
     * @param state of the run.
     * @param order in which the receiver puts lines together, null where it is in another process or there are none.
     * @throws IOException if the input cannot be opened.
     */
    Emitters(final LoadOptions terms, final EpochNanoClock clock, final RunState state, final LineOrder order)
        throws IOException
    {
        this.terms = terms;
        this.state = state;
        flows = new Flow[terms.streams()];
        emitters = new Emitter[terms.producers()];
        for (int i = 0; i < emitters.length; i++)
        {
            final int own = streamsOf(i, terms);
            emitters[i] = null != terms.input() ? new LineEmitter(state, terms, own, clock, order) :
                new GeneratedEmitter(state, own, clock, terms.payloadBytes(), schedule(terms));
        }
    }

    /**
     * {@return the schedule of each emitter's generated messages, null for as fast as it goes}
     *
     * @param terms of the run.
     */
    static Schedule schedule(final LoadOptions terms)
    {
        return Schedule.of((double)terms.ratePerSecond() / terms.producers());
    }

    /**
     * {@return the count of streams that an emitter has}
     *
     * @param emitter by number.
     * @param terms   of the run.
     */
    static int streamsOf(final int emitter, final LoadOptions terms)
    {
        return (terms.streams() - emitter + terms.producers() - 1) / terms.producers();
    }

    /**
     * Accepts a stream; on the provider's agent.
     *
     * @param index  of the stream.
     * @param stream to send on.
     * @return its handler.
     */
    Flow accept(final int index, final Stream stream)
    {
        final Emitter emitter = emitters[index % emitters.length];
        final Flow flow = new Flow(index, stream, emitter);
        flows[index] = flow;
        emitter.accept(flow);
        accepted++;
        return flow;
    }

    /** {@return the emitter for the provider's agent to drive, null if producers do} */
    Emitter onAgent()
    {
        return 1 == emitters.length ? emitters[0] : null;
    }

    /**
     * Starts the producers, if they are several.
     *
     * @param idle  what they do without work.
     * @param clock to stamp with.
     */
    void start(final IdleStrategy[] idle, final EpochNanoClock clock)
    {
        final Session session = flows[0].stream().session();
        for (int i = 0; i < emitters.length && null == onAgent(); i++)
        {
            producers.add(new Producer("load-producer-" + i, emitters[i], idle[i], clock, state, session));
        }
        producers.forEach(Producer::start);
    }

    /** Tells the producers' threads to end. */
    void interrupt()
    {
        producers.forEach(Producer::interrupt);
    }

    /** Ends the producers' threads. */
    void stop()
    {
        try
        {
            for (final Producer producer : producers)
            {
                producer.join();
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    boolean isAccepted()
    {
        return accepted == terms.streams();
    }

    boolean isRunning()
    {
        for (final Emitter emitter : emitters)
        {
            if (0 == emitter.threadId())
            {
                return false;
            }
        }
        return true;
    }

    boolean isDone()
    {
        for (final Emitter emitter : emitters)
        {
            if (!emitter.isDone())
            {
                return false;
            }
        }
        return true;
    }

    /** {@return the threads that emit; only when {@link #isRunning()}} */
    long[] threadIds()
    {
        final long[] ids = new long[emitters.length];
        for (int i = 0; i < emitters.length; i++)
        {
            ids[i] = emitters[i].threadId();
        }
        return ids;
    }

    /**
     * {@return the count of messages sent on a stream; only when {@link #isDone()}}
     *
     * @param index of the stream.
     */
    long sent(final int index)
    {
        return flows[index].sent();
    }
}
