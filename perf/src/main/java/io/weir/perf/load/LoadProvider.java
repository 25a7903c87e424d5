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
import io.weir.EmittingHandler;
import io.weir.OpenView;
import io.weir.Session;
import io.weir.SessionClose;
import io.weir.SessionListener;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.codecs.StreamErrorCode;
import io.weir.counters.CounterType;
import io.weir.perf.Profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The provider's process of a load: sends what consumers in other processes ask for, each in its own session, until it
 * is closed. Its only agent owns the runs.
 */
public final class LoadProvider implements AutoCloseable
{
    /** Takes a {@link RunRequest}, answers with a {@link RunStatus}. */
    static final String CONTROL = "load.control";
    /** Streams how many messages were sent on each stream of a run, as longs. */
    static final String SENT = "load.sent";

    private final RigClock clock = new RigClock();
    private final Path input;
    private final String sha256;
    private final Profile profile;
    private final Map<Session, ProvidedRun> runs = new HashMap<>();
    private final List<ProvidedRun> working = new ArrayList<>();
    private final Engine engine;

    /**
     * Launches the provider's engine.
     *
     * @param input   whose lines are sent to who asks for lines, or null.
     * @param profile that the JVM was started with.
     * @param context of the engine, which listens; the rest is filled in.
     */
    public LoadProvider(final Path input, final Profile profile, final Engine.Context context)
    {
        this.input = input;
        this.profile = profile;
        sha256 = null == input ? "" : LineScan.of(input).sha256();
        engine = Engine.launch(context
            .epochClock(clock)
            .provider(RigEngines.CAPABILITY, this::onMessages)
            .provider(CONTROL, this::onControl)
            .provider(SENT, this::onSent)
            .sessionListener(new Departures())
            .work(new Sending()));
    }

    /** {@return the engine, running} */
    public Engine engine()
    {
        return engine;
    }

    @Override
    public void close()
    {
        engine.close();
    }

    private StreamHandler onMessages(final Stream stream, final OpenView open)
    {
        final RunTerms terms = RunTerms.decode(open.buffer(), open.paramsOffset(), open.paramsLength());
        if (null == terms)
        {
            return open.refuse(StreamErrorCode.INVALID_PARAMS, "no terms of a run that this version understands");
        }
        if (!terms.sha256().isEmpty() && !terms.sha256().equals(sha256))
        {
            return open.refuse(StreamErrorCode.INVALID_PARAMS,
                null == input ? "this provider was started without --input" :
                    "this provider's --input is another file");
        }
        try
        {
            ProvidedRun run = runs.get(stream.session());
            if (null == run)
            {
                run = new ProvidedRun(terms, terms.sha256().isEmpty() ? null : input, profile, clock);
                runs.put(stream.session(), run);
                working.add(run);
            }
            return run.accept(RunTerms.index(open.buffer(), open.paramsOffset()), stream);
        }
        catch (final IOException ex)
        {
            return open.refuse(StreamErrorCode.INTERNAL, "cannot read the input: " + ex.getMessage());
        }
    }

    private StreamHandler onControl(final Stream stream, final OpenView open)
    {
        final RunRequest request = RunRequest.decode(open.buffer(), open.paramsOffset(), open.paramsLength());
        if (null == request)
        {
            return open.refuse(StreamErrorCode.INVALID_PARAMS, "no request that this version understands");
        }
        final ProvidedRun run = runs.get(stream.session());
        final RunStatus status;
        if (null == run)
        {
            status = RunStatus.NOTHING;
        }
        else
        {
            run.act(request);
            status = run.status(engine.counter(CounterType.STREAM_CREDIT_STALLS_TOTAL));
        }
        final UnsafeBuffer answer = new UnsafeBuffer(status.encode());
        return new Reply(answer);
    }

    private StreamHandler onSent(final Stream stream, final OpenView open)
    {
        final ProvidedRun run = runs.get(stream.session());
        return null == run ? open.refuse(StreamErrorCode.INVALID_PARAMS, "this session has no run") :
            new Counts(run.sent());
    }

    /** Answers a request. */
    private static final class Reply implements EmittingHandler
    {
        private final UnsafeBuffer answer;
        private boolean isSent;

        Reply(final UnsafeBuffer answer)
        {
            this.answer = answer;
        }

        @Override
        public void onWritable(final Stream stream, final int budget)
        {
            isSent = isSent || stream.writer().offer(answer, 0, answer.capacity()) >= 0;
            if (isSent)
            {
                stream.writer().close();
            }
        }
    }

    /** Sends the counts of a run. */
    private static final class Counts implements EmittingHandler
    {
        private static final int PORTION = 128;

        private final long[] sent;
        private final UnsafeBuffer portion = new UnsafeBuffer(new byte[PORTION * Long.BYTES]);
        private int next;

        Counts(final long[] sent)
        {
            this.sent = sent;
        }

        @Override
        public void onWritable(final Stream stream, final int budget)
        {
            while (next < sent.length)
            {
                final int count = Math.min(PORTION, sent.length - next);
                for (int i = 0; i < count; i++)
                {
                    portion.putLong(i * Long.BYTES, sent[next + i]);
                }
                if (stream.writer().offer(portion, 0, count * Long.BYTES) < 0)
                {
                    return;
                }
                next += count;
            }
            stream.writer().close();
        }
    }

    /** Forgets the run of a session that has ended. */
    private final class Departures implements SessionListener
    {
        @Override
        public void onClosed(final Session session, final SessionClose close)
        {
            final ProvidedRun run = runs.remove(session);
            if (null != run)
            {
                run.end();
                working.remove(run);
            }
        }
    }

    /** Emits, on the agent. */
    private final class Sending implements Agent
    {
        @Override
        public int doWork()
        {
            int work = 0;
            for (int i = 0; i < working.size(); i++)
            {
                work += working.get(i).doWork();
            }
            return work;
        }

        @Override
        public String roleName()
        {
            return "load-provider";
        }
    }
}
