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

import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how a run gets on, with the current rate: a bar that redraws itself where a person looks on, a line every other
 * second elsewhere. Belongs to the thread that runs the load.
 */
public final class Progress implements AutoCloseable
{
    private static final int REDRAW_MS = 500;
    private static final int LINE_LENGTH = 100;
    private static final int BAR_LENGTH = 30;
    private static final int PERCENT = 100;
    private static final long RATE_PERIOD_NS = 500_000_000L;
    private static final long LINE_PERIOD_NS = 2_000_000_000L;
    private static final double SECOND_NS = 1e9;

    private final PrintStream out;
    private final ProgressBar bar;
    private final long total;
    private final String task;
    private boolean isBegun;
    private long nextLineNs;
    private long rateNs;
    private long rateMessages;
    private String rate = "";

    /**
     * Begins to show.
     *
     * @param out           where to, or null to show nothing.
     * @param isInteractive whether a person looks on.
     * @param task          in a word.
     * @param total         of the units that {@link #show} counts as done.
     */
    public Progress(final PrintStream out, final boolean isInteractive, final String task, final long total)
    {
        this.out = out;
        this.task = task;
        this.total = Math.max(1, total);
        bar = null != out && isInteractive ? new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(this.total)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REDRAW_MS)
            .setConsumer(new ConsoleProgressBarConsumer(out, LINE_LENGTH))
            .setRenderer((state, length) -> line(state.getCurrent(), state.getExtraMessage(), length))
            .setEtaFunction(state -> Optional.<Duration>empty())
            .build() : null;
    }

    /**
     * Shows where the run is.
     *
     * @param done     of the total.
     * @param messages so far.
     * @param nowNs    by any steady clock.
     */
    public void show(final long done, final long messages, final long nowNs)
    {
        if (null == out)
        {
            return;
        }
        if (!isBegun)
        {
            isBegun = true;
            nextLineNs = nowNs + LINE_PERIOD_NS;
            rateNs = nowNs;
            rateMessages = messages;
        }
        if (nowNs - rateNs >= RATE_PERIOD_NS)
        {
            rate = Readable.brief((messages - rateMessages) * SECOND_NS / (nowNs - rateNs)) + " messages/s";
            rateNs = nowNs;
            rateMessages = messages;
            if (null != bar)
            {
                bar.setExtraMessage(rate);
                bar.stepTo(Math.min(done, total));
            }
        }
        if (null == bar && nowNs - nextLineNs >= 0)
        {
            nextLineNs = nowNs + LINE_PERIOD_NS;
            out.println(task + " " + percent(done) + " %  " + rate);
        }
    }

    @Override
    public void close()
    {
        if (null != bar)
        {
            bar.close();
        }
    }

    private String line(final long done, final String note, final int length)
    {
        final int filled = (int)(BAR_LENGTH * Math.min(done, total) / total);
        final String text = task + " [" + "=".repeat(filled) + " ".repeat(BAR_LENGTH - filled) + "] " + percent(done) +
            " %  " + note;
        return text.length() > length ? text.substring(0, length) : text;
    }

    private long percent(final long done)
    {
        return PERCENT * Math.min(done, total) / total;
    }
}
