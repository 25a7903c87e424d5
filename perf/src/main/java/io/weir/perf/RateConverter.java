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

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a rate: max, which is 0 here, or messages per second such as 100000/s.
 */
final class RateConverter implements ITypeConverter<Long>
{
    private static final Pattern FORM = Pattern.compile("([\\d_,]{1,15})/s");
    private static final long MAX_PER_SECOND = 1_000_000_000;

    RateConverter()
    {
    }

    @Override
    public Long convert(final String value)
    {
        if ("max".equals(value))
        {
            return 0L;
        }
        final Matcher matcher = FORM.matcher(value);
        final String digits = matcher.matches() ? matcher.group(1).replaceAll("[_,]", "") : "";
        final long rate = digits.isEmpty() ? 0 : Long.parseLong(digits);
        if (rate < 1 || rate > MAX_PER_SECOND)
        {
            throw new TypeConversionException(
                "'" + value +
                    "' is not a rate: give max, or messages per second from 1/s to 1000000000/s, such as 100000/s");
        }
        return rate;
    }
}
