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

import java.util.Locale;

/**
 * Numbers as people read them.
 */
public final class Readable
{
    private static final double MICROSECOND_NS = 1e3;
    private static final double MILLISECOND_NS = 1e6;
    private static final double SECOND_NS = 1e9;
    private static final double THOUSAND = 1e3;
    private static final double MILLION = 1e6;

    private Readable()
    {
    }

    /**
     * {@return a time with a fitting unit, such as 12.3 µs}
     *
     * @param ns in ns.
     */
    public static String time(final long ns)
    {
        if (ns < MICROSECOND_NS)
        {
            return ns + " ns";
        }
        if (ns < MILLISECOND_NS)
        {
            return digits(ns / MICROSECOND_NS) + " µs";
        }
        if (ns < SECOND_NS)
        {
            return digits(ns / MILLISECOND_NS) + " ms";
        }
        return digits(ns / SECOND_NS) + " s";
    }

    /**
     * {@return a whole number with its thousands apart}
     *
     * @param value to show.
     */
    public static String count(final long value)
    {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /**
     * {@return a rate or count in short, such as 27.4 M}
     *
     * @param value to show.
     */
    public static String brief(final double value)
    {
        if (value < THOUSAND)
        {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        if (value < MILLION)
        {
            return digits(value / THOUSAND) + " k";
        }
        return digits(value / MILLION) + " M";
    }

    private static String digits(final double value)
    {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    }
}
