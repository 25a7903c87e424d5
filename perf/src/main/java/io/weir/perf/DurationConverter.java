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

package io.weir.perf;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a duration such as 10s, 500ms, 1.5s or 2m.
 */
final class DurationConverter implements ITypeConverter<Duration>
{
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(us|ms|s|m|h)");
    private static final Duration MAX = Duration.ofHours(24);

    DurationConverter()
    {
    }

    @Override
    public Duration convert(final String value)
    {
        final Matcher matcher = FORM.matcher(value);
        if (!matcher.matches())
        {
            throw new TypeConversionException(
                "'" + value + "' is not a duration: give a number and a unit (us, ms, s, m, h), such as 10s or 500ms");
        }
        final long unitNs = switch (matcher.group(2))
        {
            case "us" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
        };
        final BigDecimal ns = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unitNs));
        if (ns.compareTo(BigDecimal.valueOf(MAX.toNanos())) > 0)
        {
            throw new TypeConversionException("'" + value + "' is too long: give at most 24h");
        }
        return Duration.ofNanos(ns.longValue());
    }
}
