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

package io.weir.config;

import java.util.Locale;
import java.util.function.LongFunction;

/**
 * The formats of what is a number inside: counts, lengths in bytes, durations.
 */
final class NumberFormats
{
    private static final long KIBIBYTE = 1024;
    private static final String[] BYTE_SUFFIXES = {"m", "k", ""};
    private static final long[] BYTE_FACTORS = {KIBIBYTE * KIBIBYTE, KIBIBYTE, 1};
    private static final String[] DURATION_SUFFIXES = {"ns", "us", "ms", "s"};
    private static final long[] DURATION_FACTORS = {1, 1_000, 1_000_000, 1_000_000_000};
    private static final int MAX_DIGITS = 19;

    private NumberFormats()
    {
    }

    static ValueFormat<Integer> ofInt(final int min, final int max)
    {
        return new IntFormat(SettingType.INT, new Range(min, max, Setting.Step.ANY, Long::toString));
    }

    static ValueFormat<Integer> ofBytes(final int min, final int max, final Setting.Step step)
    {
        return new IntFormat(SettingType.BYTES, new Range(min, max, step, NumberFormats::bytesText));
    }

    static ValueFormat<Long> ofDuration(final long minNs, final long maxNs, final Setting.Step step)
    {
        return new DurationFormat(new Range(minNs, maxNs, step, NumberFormats::durationText));
    }

    /**
     * {@return the value in digits times the factor, or null when it is no number or does not fit}
     */
    static Long parse(final String digits, final long factor)
    {
        final int start = digits.startsWith("-") ? 1 : 0;
        final int count = digits.length() - start;
        if (count < 1 || count > MAX_DIGITS)
        {
            return null;
        }
        for (int i = start; i < digits.length(); i++)
        {
            final char c = digits.charAt(i);
            if (c < '0' || c > '9')
            {
                return null;
            }
        }
        try
        {
            return Math.multiplyExact(Long.parseLong(digits), factor);
        }
        catch (final ArithmeticException | NumberFormatException ex)
        {
            return null;
        }
    }

    private static Long parseBytes(final String text)
    {
        final String lower = text.toLowerCase(Locale.ROOT);
        for (int i = 0; i < BYTE_SUFFIXES.length; i++)
        {
            if (lower.endsWith(BYTE_SUFFIXES[i]))
            {
                return parse(lower.substring(0, lower.length() - BYTE_SUFFIXES[i].length()), BYTE_FACTORS[i]);
            }
        }
        return null;
    }

    private static Long parseDuration(final String text)
    {
        for (int i = 0; i < DURATION_SUFFIXES.length; i++)
        {
            if (text.endsWith(DURATION_SUFFIXES[i]))
            {
                return parse(text.substring(0, text.length() - DURATION_SUFFIXES[i].length()), DURATION_FACTORS[i]);
            }
        }
        return null;
    }

    private static String bytesText(final long value)
    {
        for (int i = 0; i < BYTE_FACTORS.length; i++)
        {
            if (value != 0 && value % BYTE_FACTORS[i] == 0)
            {
                return value / BYTE_FACTORS[i] + BYTE_SUFFIXES[i];
            }
        }
        return Long.toString(value);
    }

    private static String durationText(final long valueNs)
    {
        for (int i = DURATION_FACTORS.length - 1; i >= 0; i--)
        {
            if (valueNs % DURATION_FACTORS[i] == 0 && (valueNs != 0 || i == 0))
            {
                return valueNs / DURATION_FACTORS[i] + DURATION_SUFFIXES[i];
            }
        }
        return valueNs + DURATION_SUFFIXES[0];
    }

    private record Range(long min, long max, Setting.Step step, LongFunction<String> writer)
    {
        boolean holds(final long value)
        {
            return value >= min && value <= max && step.allows(value);
        }

        String words()
        {
            return writer.apply(min) + " to " + writer.apply(max) + step.suffix();
        }
    }

    private record IntFormat(SettingType type, Range range) implements ValueFormat<Integer>
    {
        @Override
        public Integer parse(final String text)
        {
            final Long value = type == SettingType.BYTES ? parseBytes(text) : NumberFormats.parse(text, 1);
            return value == null || value != value.intValue() ? null : (Integer)value.intValue();
        }

        @Override
        public boolean allows(final Integer value)
        {
            return range.holds(value);
        }

        @Override
        public String text(final Integer value)
        {
            return range.writer().apply(value);
        }

        @Override
        public String allowed()
        {
            return range.words();
        }
    }

    private record DurationFormat(Range range) implements ValueFormat<Long>
    {
        @Override
        public SettingType type()
        {
            return SettingType.DURATION;
        }

        @Override
        public Long parse(final String text)
        {
            return parseDuration(text);
        }

        @Override
        public boolean allows(final Long value)
        {
            return range.holds(value);
        }

        @Override
        public String text(final Long value)
        {
            return durationText(value);
        }

        @Override
        public String allowed()
        {
            return range.words();
        }
    }
}
