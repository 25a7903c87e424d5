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

import io.weir.DataHeader;
import io.weir.EmittingHandler;
import io.weir.Engine;
import io.weir.Provider;
import io.weir.Result;
import io.weir.Session;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.StreamWriter;
import io.weir.codecs.CloseReason;
import io.weir.codecs.StreamErrorCode;
import io.weir.perf.Failure;
import io.weir.perf.Misuse;
import io.weir.perf.report.Readable;
import io.weir.perf.report.StalledReport;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Streams whose emitters want to send more than their slow consumer takes: how often they are refused, and what their
 * agent does while all of them wait. Each emitter offers messages of several frames until it is refused, whenever it is
 * told that it can go on (C-5). The thread that calls {@link #run} looks on.
 */
public final class StalledRig
{
    private static final long FRAME_NS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_MS = 5;

    private final LoadOptions terms;
    private final int messageFrames;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicInteger closed = new AtomicInteger();
    private volatile long emittingThread;
    private volatile boolean isStopping;

    /**
     * Sets a run up.
     *
     * @param terms         of the run: streams, window, times, link and profile count.
     * @param messageFrames of each message.
     */
    public StalledRig(final LoadOptions terms, final int messageFrames)
    {
        if (messageFrames > terms.window())
        {
            throw new Misuse("--message-frames " + messageFrames + " with --window " + terms.window() +
                ": a message larger than the window never passes: raise --window");
        }
        this.terms = terms;
        this.messageFrames = messageFrames;
    }

    /** {@return what was found} */
    public StalledReport run()
    {
        final RigEngines engines = new RigEngines(terms, new RigClock(), 0);
        try (engines; Engine server = engines.launchServer(provider(), null);
            Engine client = engines.launchClient(null))
        {
            final Session session =
                terms.link().isRing() ? client.connect(server) : client.connect(terms.link().address());
            for (int i = 0; i < terms.streams(); i++)
            {
                open(session);
            }
            await(() -> 0 != emittingThread, "the provider to be asked");
            sleep(terms.warmupNs());
            final long beginNs = System.nanoTime();
            final long callsBefore = calls.get();
            final long refusalsBefore = refusals.get();
            final long receivedBefore = received.get();
            final long cpuBefore = threads.getThreadCpuTime(emittingThread);
            sleep(terms.durationNs());
            final long elapsedNs = System.nanoTime() - beginNs;
            final long cpuNs = threads.getThreadCpuTime(emittingThread) - cpuBefore;
            final StalledReport.Counts counts = new StalledReport.Counts(elapsedNs, calls.get() - callsBefore,
                refusals.get() - refusalsBefore, received.get() - receivedBefore, cpuBefore < 0 ? -1 : cpuNs);
            isStopping = true;
            await(() -> closed.get() == terms.streams(), "every emitter to be told once more, and to close");
            return new StalledReport(terms.streams(), messageFrames, terms.window(), terms.link().shown(),
                terms.profile().label(), counts, sent.get() - received.get());
        }
    }

    private void open(final Session session)
    {
        final StreamRequest request = StreamRequest.of(RigEngines.CAPABILITY).window(terms.window());
        await(() ->
        {
            final long result = session.open(request, new Consumer());
            if (result < 0 && Result.BACK_PRESSURED != result)
            {
                throw new Failure("cannot open a stream: " + Result.name(result), null);
            }
            return result >= 0;
        }, "a stream to open");
    }

    private Provider provider()
    {
        return (stream, open) ->
        {
            emittingThread = Thread.currentThread().getId();
            final StreamWriter writer = stream.writer();
            final UnsafeBuffer message =
                new UnsafeBuffer(new byte[messageFrames * stream.session().maxPayload()]);
            final EmittingHandler handler = (ignored, budget) -> emit(writer, message);
            return handler;
        };
    }

    /** On the provider's agent. */
    private void emit(final StreamWriter writer, final UnsafeBuffer message)
    {
        add(calls, 1);
        if (isStopping)
        {
            writer.close();
            return;
        }
        long result = writer.offerMessage(message, 0, message.capacity());
        while (result >= 0)
        {
            add(sent, messageFrames);
            result = writer.offerMessage(message, 0, message.capacity());
        }
        if (Result.BACK_PRESSURED == result || Result.NO_CREDIT == result)
        {
            add(refusals, 1);
        }
    }

    /** Of a count that one thread keeps and others read. */
    private static void add(final AtomicLong count, final long value)
    {
        count.lazySet(count.get() + value);
    }

    private static void await(final BooleanSupplier condition, final String what)
    {
        final long deadlineNs = System.nanoTime() + LIMIT_NS;
        while (!condition.getAsBoolean())
        {
            if (System.nanoTime() - deadlineNs > 0)
            {
                throw new Failure("waited " + Readable.time(LIMIT_NS) + " in vain for " + what, null);
            }
            sleep(TimeUnit.MILLISECONDS.toNanos(LOOK_MS));
        }
    }

    private static void sleep(final long ns)
    {
        try
        {
            TimeUnit.NANOSECONDS.sleep(ns);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", ex);
        }
    }

    /** Takes its time over each frame. */
    private final class Consumer implements StreamHandler
    {
        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            final long untilNs = System.nanoTime() + FRAME_NS;
            while (System.nanoTime() - untilNs < 0)
            {
                Thread.onSpinWait();
            }
            add(received, 1);
        }

        @Override
        public void onClosed(final Stream stream, final CloseReason reason, final StreamErrorCode code)
        {
            closed.incrementAndGet();
        }
    }
}
