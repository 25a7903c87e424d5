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
package io.weir.counters;

import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.NanoClock;

/**
 * Says in the system's log what goes wrong in an engine and is not a caller's to hear: through {@link System.Logger}
 * {@code io.weir}, once a kind and minute, with how many of the kind were left out (T-13). What is left out is counted
 * all the same: in the engine's counters and error log. Any thread.
 */
public final class Incidents
{
    /** Kind of a listener that cannot listen. */
    public static final String LISTENER = "listener";
    /** Kind of a media driver that is lost. */
    public static final String DRIVER = "driver";
    /** Kind of a session that is lost. */
    public static final String SESSION = "session";
    /** Kind of a peer that is refused. */
    public static final String PEER = "peer";

    private static final long PERIOD_NS = 60_000_000_000L;
    /** Errors are of many kinds; more than these are one. */
    private static final int MOST_KINDS = 64;
    private static final String OTHERS = "others";

    private final System.Logger logger = System.getLogger("io.weir");
    private final Map<String, Kind> kinds = new HashMap<>();
    private final String engine;
    private final NanoClock clock;

    /**
     * Creates them.
     *
     * @param engine name of the engine, for the log.
     * @param clock  that minutes are counted by.
     */
    Incidents(final String engine, final NanoClock clock)
    {
        this.engine = engine;
        this.clock = clock;
    }

    /**
     * Says what has gone wrong, unless something of its kind was said less than a minute ago.
     *
     * @param kind of it.
     * @param text what, where, and what comes of it.
     */
    public void say(final String kind, final String text)
    {
        say(kind, text, null);
    }

    /** Says an error; one that has no words of ours with its stack trace. */
    void say(final Throwable error)
    {
        final String type = error.getClass().getName();
        final boolean isWorded = type.startsWith("io.weir.") || type.startsWith("io.aeron.");
        final StackTraceElement[] trace = error.getStackTrace();
        say(
            type + (0 == trace.length ? "" : trace[0].getClassName() + trace[0].getMethodName()),
            isWorded && null != error.getMessage() ? error.getMessage() : error.toString(),
            isWorded ? null : error);
    }

    private synchronized void say(final String name, final String text, final Throwable error)
    {
        final long nowNs = clock.nanoTime();
        final String known = kinds.containsKey(name) || kinds.size() < MOST_KINDS ? name : OTHERS;
        final Kind kind = kinds.computeIfAbsent(known, absent -> new Kind(nowNs - PERIOD_NS));
        if (nowNs - kind.saidNs < PERIOD_NS)
        {
            kind.unsaid++;
            return;
        }
        final String more = 0 == kind.unsaid ? "" : " (and " + kind.unsaid + " more of this kind before)";
        kind.saidNs = nowNs;
        kind.unsaid = 0;
        logger.log(System.Logger.Level.WARNING, engine + ": " + text + more, error);
    }

    private static final class Kind
    {
        private long saidNs;
        private long unsaid;

        Kind(final long saidNs)
        {
            this.saidNs = saidNs;
        }
    }
}
