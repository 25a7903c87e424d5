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

package io.weir.perf.report;

import io.weir.perf.Failure;

import java.io.FileNotFoundException;
import java.io.PrintStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Latencies of a run: one thread records without allocating, another collects from time to time. Collected intervals
 * make up the whole, and go to an HdrHistogram log if there is a directory for it.
 * <p>
 * Threads: {@link #record} belongs to the receiving agent, everything else to the thread that runs the load.
 */
public final class Latencies implements AutoCloseable
{
    /** Name of the interval log in the directory of results. */
    public static final String LOG_NAME = "latency.hlog";
    /** Name of the percentile distribution in the directory of results. */
    public static final String DISTRIBUTION_NAME = "latency.hgrm";

    private static final long HIGHEST_NS = 3_600_000_000_000L;
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final int TICKS_PER_HALF_DISTANCE = 5;
    private static final double MICROSECOND_NS = 1e3;

    private final SingleWriterRecorder recorder = new SingleWriterRecorder(HIGHEST_NS, SIGNIFICANT_DIGITS);
    private final Histogram whole = new Histogram(HIGHEST_NS, SIGNIFICANT_DIGITS);
    private final Path directory;
    private final PrintStream stream;
    private final HistogramLogWriter log;
    private Histogram interval;
    private boolean isClosed;

    /**
     * Opens the log, if there is to be one.
     *
     * @param directory   for the files of the result, or null for none.
     * @param startEpochMs of the run.
     */
    public Latencies(final Path directory, final long startEpochMs)
    {
        this.directory = directory;
        stream = null == directory ? null : open(directory.resolve(LOG_NAME));
        log = null == stream ? null : new HistogramLogWriter(stream);
        if (null != log)
        {
            log.outputComment("[latencies of weir load, values in ns]");
            log.outputLogFormatVersion();
            log.outputStartTime(startEpochMs);
            log.setBaseTime(startEpochMs);
            log.outputLegend();
        }
    }

    /**
     * Records messages that share their times of sending and of receipt. Does not allocate.
     *
     * @param latencyNs of each of them; times beyond an hour count as an hour.
     * @param count     of messages.
     */
    public void record(final long latencyNs, final long count)
    {
        recorder.recordValueWithCount(Math.max(0, Math.min(latencyNs, HIGHEST_NS)), count);
    }

    /** Takes what was recorded since the last call, adds it to the whole and logs it. */
    public void collect()
    {
        interval = recorder.getIntervalHistogram(interval);
        if (interval.getTotalCount() > 0)
        {
            whole.add(interval);
            if (null != log)
            {
                log.outputIntervalHistogram(interval);
            }
        }
    }

    /** {@return the count of messages collected} */
    public long count()
    {
        return whole.getTotalCount();
    }

    /**
     * {@return the latency in ns that a part of the messages did not exceed}
     *
     * @param percentile from 0 to 100.
     */
    public long atPercentileNs(final double percentile)
    {
        return 0 == whole.getTotalCount() ? 0 : whole.getValueAtPercentile(percentile);
    }

    /** {@return the greatest latency in ns} */
    public long maxNs()
    {
        return whole.getMaxValue();
    }

    /** Collects what is left, ends the log and writes the percentile distribution beside it, in µs. */
    @Override
    public void close()
    {
        if (isClosed)
        {
            return;
        }
        isClosed = true;
        collect();
        if (null != stream)
        {
            stream.close();
            try (PrintStream out = open(directory.resolve(DISTRIBUTION_NAME)))
            {
                whole.outputPercentileDistribution(out, TICKS_PER_HALF_DISTANCE, MICROSECOND_NS);
                out.flush();
                if (out.checkError() || stream.checkError())
                {
                    throw new Failure("cannot write the latencies in " + directory + ": free space, and run again",
                        null);
                }
            }
        }
    }

    private static PrintStream open(final Path file)
    {
        try
        {
            return new PrintStream(file.toFile(), StandardCharsets.UTF_8.name());
        }
        catch (final FileNotFoundException | UnsupportedEncodingException ex)
        {
            throw new Failure("cannot write " + file + " (" + ex.getMessage() + "): name another directory with --out",
                ex);
        }
    }
}
