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
import io.weir.Result;
import io.weir.Session;
import io.weir.StreamRequest;
import io.weir.counters.CounterType;
import io.weir.perf.Misuse;
import io.weir.perf.report.Readable;

import org.agrona.CloseHelper;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The consumer's engine, the senders wherever they are, and the streams between them. */
final class Topology implements AutoCloseable
{
    private static final long RETRY_NS = 10_000;

    private final LoadOptions terms;
    private final LineScan scan;
    private final Receivers receivers;
    private final Reception reception;
    private final Senders senders;
    private final RigEngines engines;
    private final Engine client;
    private Strangers strangers;

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
        this.scan = scan;
        this.reception = reception;
        receivers = new Receivers(terms, reception, order, state, null == scan ? 0 : scan.longestLength());
        engines = new RigEngines(terms, clock, null == scan ? 0 : scan.longestLength());
        try
        {
            senders = terms.link().isConnect() ?
                new RemoteSenders(terms, null == scan ? "" : scan.sha256()) :
                new LocalSenders(terms, clock, state, order, engines);
        }
        catch (final IOException ex)
        {
            throw new Misuse("--input: cannot read " + terms.input() + " (" + ex.getMessage() + "): name another file");
        }
        client = engines.launchClient(reception);
    }

    /**
     * Connects and opens every stream.
     *
     * @param await waits for a condition.
     */
    void open(final Consumer<BooleanSupplier> await)
    {
        final Session session = senders.connect(client);
        requireFitting(session.maxPayload());
        final StreamRequest request = StreamRequest.of(RigEngines.CAPABILITY).window(terms.window());
        for (int i = 0; i < terms.streams(); i++)
        {
            request.params(senders.params(i));
            final int stream = i;
            await.accept(() -> isOpened(session, request, stream));
        }
        await.accept(() -> senders.isAccepted() && reception.openedStreams() == terms.streams());
    }

    /** Lets strangers in beside the load. */
    void beset(final Strangers newStrangers)
    {
        strangers = newStrangers;
        strangers.begin(engines, terms.link().address());
    }

    Senders senders()
    {
        return senders;
    }

    /** Compares what each stream brought with what was sent on it; after the run. */
    void compare()
    {
        for (int i = 0; i < terms.streams() && null == scan; i++)
        {
            receivers.onEnd(i, senders.sent(i));
        }
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
        CloseHelper.close(strangers);
        client.close();
        senders.close();
        engines.close();
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

    private void requireFitting(final int maxPayload)
    {
        if (null == scan)
        {
            if (terms.payloadBytes() > maxPayload)
            {
                throw new Misuse("--payload: a frame takes " + maxPayload + " bytes, not " + terms.payloadBytes() +
                    ": raise weir.frame.max" + (terms.link().isRing() ? "" : " and the mtu of the channel") +
                    ", or send smaller messages");
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
        final int longest = RigEngines.LANE_LENGTH_MAX / RigEngines.LANE_LINES;
        if (scan.longestLength() > longest)
        {
            throw new Misuse("--input: line " + scan.longestNumber() + " of " + terms.input() + " has " +
                Readable.count(scan.longestLength()) + " bytes, and the longest ring takes lines of " +
                Readable.count(longest) + ": break the line");
        }
    }
}
