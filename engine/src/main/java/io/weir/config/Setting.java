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
import java.util.Objects;

/**
 * The declaration of one option: its names, how its values are written, which are allowed, its default, and what it
 * means. All that is shown of an option, the documentation's table included, is derived from its declaration.
 * Immutable.
 *
 * @param <T> the type of its values: {@link Integer} for numbers and lengths in bytes, {@link Long} for durations in
 *            nanoseconds, {@link Boolean}, {@link String}, or an enum.
 */
public final class Setting<T>
{
    private static final String PREFIX = "weir.";

    private final String key;
    private final String environmentName;
    private final String unit;
    private final String doc;
    private final ValueFormat<T> format;
    private final T defaultValue;

    private Setting(final Builder<T> builder)
    {
        key = builder.key;
        environmentName = builder.environmentName;
        unit = builder.unit;
        doc = builder.doc;
        format = builder.format;
        defaultValue = Objects.requireNonNull(builder.defaultValue, "defaultValue");
        if (!format.allows(defaultValue))
        {
            throw new IllegalStateException(
                key + ": default " + format.text(defaultValue) + " is not within " + format.allowed());
        }
    }

    /**
     * Starts the declaration of a whole number.
     *
     * @param key such as {@code weir.stream.window.size}.
     * @param min lowest value.
     * @param max highest value.
     * @return the builder.
     */
    public static Builder<Integer> ofInt(final String key, final int min, final int max)
    {
        return new Builder<>(key, NumberFormats.ofInt(min, max));
    }

    /**
     * Starts the declaration of a length in bytes.
     *
     * @param key      such as {@code weir.frame.max}.
     * @param minBytes lowest value.
     * @param maxBytes highest value.
     * @param step     which values in between are allowed.
     * @return the builder.
     */
    public static Builder<Integer> ofBytes(final String key, final int minBytes, final int maxBytes, final Step step)
    {
        return new Builder<>(key, NumberFormats.ofBytes(minBytes, maxBytes, step)).unit("bytes");
    }

    /**
     * Starts the declaration of a duration.
     *
     * @param key   such as {@code weir.stream.cancel.timeout}.
     * @param minNs lowest value.
     * @param maxNs highest value.
     * @param step  which values in between are allowed.
     * @return the builder.
     */
    public static Builder<Long> ofDuration(final String key, final long minNs, final long maxNs, final Step step)
    {
        return new Builder<>(key, NumberFormats.ofDuration(minNs, maxNs, step)).unit("time");
    }

    /**
     * Starts the declaration of a switch.
     *
     * @param key such as {@code weir.streams.enabled}.
     * @return the builder.
     */
    public static Builder<Boolean> ofBoolean(final String key)
    {
        return new Builder<>(key, WordFormats.ofBoolean());
    }

    /**
     * Starts the declaration of a choice between the constants of an enum, written in lower case with {@code -} for
     * {@code _}.
     *
     * @param key  such as {@code weir.engine.threading}.
     * @param type of the enum.
     * @param <E>  of the enum.
     * @return the builder.
     */
    public static <E extends Enum<E>> Builder<E> ofEnum(final String key, final Class<E> type)
    {
        return new Builder<>(key, WordFormats.ofEnum(type));
    }

    /**
     * Starts the declaration of a text.
     *
     * @param key     such as {@code weir.counters.dir}.
     * @param allowed in words.
     * @return the builder.
     */
    public static Builder<String> ofString(final String key, final String allowed)
    {
        return new Builder<>(key, WordFormats.ofString(allowed));
    }

    /**
     * {@return the name of its system property, such as {@code weir.stream.window.size}}
     */
    public String key()
    {
        return key;
    }

    /**
     * {@return the name of its environment variable, such as {@code CAPS_STREAM_WINDOW_SIZE}}
     */
    public String environmentName()
    {
        return environmentName;
    }

    /**
     * {@return how its values are written}
     */
    public SettingType type()
    {
        return format.type();
    }

    /**
     * {@return the value when nobody gave one}
     */
    public T defaultValue()
    {
        return defaultValue;
    }

    /**
     * {@return what a number counts, such as {@code frames}; empty where there is nothing to count}
     */
    public String unit()
    {
        return unit;
    }

    /**
     * {@return the allowed values in words}
     */
    public String allowed()
    {
        return format.allowed();
    }

    /**
     * {@return one sentence on what it does}
     */
    public String doc()
    {
        return doc;
    }

    /**
     * Reads a value from text, blanks at its ends ignored.
     *
     * @param text as written in a property or the environment.
     * @return the value, which may still be one that is not {@link #allows allowed}, or null when the text is none.
     */
    public T parse(final String text)
    {
        return format.parse(text.strip());
    }

    /**
     * {@return whether the value may be used}
     *
     * @param value to look at.
     */
    public boolean allows(final T value)
    {
        return format.allows(value);
    }

    /**
     * {@return the value as it would be written; {@link #parse} reads it back}
     *
     * @param value to write.
     */
    public String text(final T value)
    {
        return format.text(value);
    }

    @Override
    public String toString()
    {
        return key;
    }

    /**
     * Which numbers between the lowest and the highest are allowed.
     */
    public enum Step
    {
        /** All of them. */
        ANY("")
        {
            @Override
            boolean allows(final long value)
            {
                return true;
            }
        },

        /** Multiples of 8. */
        MULTIPLE_OF_8(", a multiple of 8")
        {
            @Override
            boolean allows(final long value)
            {
                return (value & 7) == 0;
            }
        },

        /** Multiples of 32. */
        MULTIPLE_OF_32(", a multiple of 32")
        {
            @Override
            boolean allows(final long value)
            {
                return (value & 31) == 0;
            }
        },

        /** Powers of two. */
        POWER_OF_TWO(", a power of two")
        {
            @Override
            boolean allows(final long value)
            {
                return value > 0 && (value & (value - 1)) == 0;
            }
        };

        private final String suffix;

        Step(final String suffix)
        {
            this.suffix = suffix;
        }

        abstract boolean allows(long value);

        String suffix()
        {
            return suffix;
        }
    }

    /**
     * A declaration in the making.
     *
     * @param <T> the type of the values.
     */
    public static final class Builder<T>
    {
        private final String key;
        private final ValueFormat<T> format;
        private String environmentName;
        private String unit = "";
        private String doc;
        private T defaultValue;

        private Builder(final String key, final ValueFormat<T> format)
        {
            if (!key.startsWith(PREFIX))
            {
                throw new IllegalArgumentException(key + " does not start with " + PREFIX);
            }
            this.key = key;
            this.format = format;
            this.environmentName = key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        }

        /**
         * Gives the environment variable a name of its own, instead of the key's in capitals.
         *
         * @param environmentName such as {@code CAPS_STREAM_WINDOW_SIZE}.
         * @return this.
         */
        public Builder<T> environment(final String environmentName)
        {
            this.environmentName = environmentName;
            return this;
        }

        /**
         * Says what a number counts.
         *
         * @param unit such as {@code frames}.
         * @return this.
         */
        public Builder<T> unit(final String unit)
        {
            this.unit = unit;
            return this;
        }

        /**
         * Ends the declaration.
         *
         * @param defaultValue when nobody gives one.
         * @param doc          one sentence on what it does.
         * @return the setting.
         */
        public Setting<T> build(final T defaultValue, final String doc)
        {
            this.defaultValue = defaultValue;
            this.doc = Objects.requireNonNull(doc, "doc");
            return new Setting<>(this);
        }
    }
}
