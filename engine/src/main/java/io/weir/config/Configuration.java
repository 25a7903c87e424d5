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

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/**
 * A value for every setting, and where it came from: the builder beats the system properties, they beat the
 * environment, and it beats the defaults. Immutable, so any thread may read it; values are looked up, so keep those
 * that are needed on a hot path in fields.
 */
public final class Configuration
{
    private final Map<Setting<?>, Resolved> values;

    private Configuration(final Map<Setting<?>, Resolved> values)
    {
        this.values = values;
    }

    /**
     * {@return a builder that looks into the system properties and the environment of this process}
     */
    public static Builder builder()
    {
        return new Builder();
    }

    /**
     * {@return a configuration of defaults alone, whatever this process's properties and environment say}
     */
    public static Configuration defaults()
    {
        return builder().properties(new Properties()).environment(Map.of()).build();
    }

    /**
     * {@return the value of a setting}
     *
     * @param setting one of {@link Settings#all()}.
     * @param <T>     of its values.
     */
    @SuppressWarnings("unchecked")
    public <T> T value(final Setting<T> setting)
    {
        return (T)resolved(setting).value();
    }

    /**
     * {@return where the value of a setting came from}
     *
     * @param setting one of {@link Settings#all()}.
     */
    public SettingSource source(final Setting<?> setting)
    {
        return resolved(setting).source();
    }

    /**
     * {@return the value of a setting as it would be written}
     *
     * @param setting one of {@link Settings#all()}.
     */
    public String text(final Setting<?> setting)
    {
        return written(setting, resolved(setting).value());
    }

    /**
     * {@return where the value of a setting came from, in words: {@code environment variable CAPS_STREAM_QUEUE_MAX}}
     *
     * @param setting one of {@link Settings#all()}.
     */
    public String origin(final Setting<?> setting)
    {
        return origin(setting, source(setting), written(Settings.PROFILE, resolved(Settings.PROFILE).value()));
    }

    private Resolved resolved(final Setting<?> setting)
    {
        final Resolved resolved = values.get(setting);
        if (resolved == null)
        {
            throw new IllegalArgumentException(setting.key() + " is not one of Settings.all()");
        }
        return resolved;
    }

    /**
     * {@return every setting in documented order as {@code key=value (source)}, a line each}
     */
    public String describe()
    {
        final StringBuilder lines = new StringBuilder();
        for (final Setting<?> setting : Settings.all())
        {
            lines.append(named(setting)).append('\n');
        }
        return lines.toString();
    }

    @Override
    public String toString()
    {
        return describe();
    }

    private static <T> String written(final Setting<T> setting, final Object value)
    {
        @SuppressWarnings("unchecked")
        final T typed = (T)value;
        return setting.text(typed);
    }

    private record Resolved(Object value, SettingSource source)
    {
    }

    /**
     * A configuration in the making. Owned by one thread.
     */
    public static final class Builder
    {
        private final Map<Setting<?>, Object> given = new IdentityHashMap<>();
        private Properties properties = System.getProperties();
        private Map<String, String> environment = System.getenv();
        private SettingsProfile profile = SettingsProfile.NONE;

        private Builder()
        {
        }

        /**
         * Gives a setting its value; the last one given counts.
         *
         * @param setting one of {@link Settings#all()}.
         * @param value   for it, judged by {@link #build}.
         * @param <T>     of its values.
         * @return this.
         */
        public <T> Builder set(final Setting<T> setting, final T value)
        {
            if (!Settings.all().contains(setting))
            {
                throw new IllegalArgumentException(setting.key() + " is not one of Settings.all()");
            }
            given.put(setting, Objects.requireNonNull(value, setting.key()));
            return this;
        }

        /**
         * Looks into other properties than the system's.
         *
         * @param properties to look into.
         * @return this.
         */
        public Builder properties(final Properties properties)
        {
            this.properties = Objects.requireNonNull(properties, "properties");
            return this;
        }

        /**
         * Looks into another environment than this process's.
         *
         * @param environment to look into.
         * @return this.
         */
        public Builder environment(final Map<String, String> environment)
        {
            this.environment = Objects.requireNonNull(environment, "environment");
            return this;
        }

        /**
         * Resolves every setting.
         *
         * @return the configuration.
         * @throws ConfigurationException for an unknown name, a value that is none or not allowed, a profile that
         * cannot be
         *                                read, or two values that contradict each other.
         */
        public Configuration build()
        {
            KnownNames.check(Settings.all(), properties, environment);
            profile = SettingsProfile.NONE;
            profile = profile();
            final Map<Setting<?>, Resolved> values = new IdentityHashMap<>();
            for (final Setting<?> setting : Settings.all())
            {
                values.put(setting, resolve(setting));
            }
            final Configuration configuration = new Configuration(values);
            configuration.checkTogether();
            return configuration;
        }

        private SettingsProfile profile()
        {
            final Resolved resolved = resolve(Settings.PROFILE);
            final String name = (String)resolved.value();
            return SettingsProfile.read(name, named(Settings.PROFILE, name, resolved.source(), name));
        }

        private <T> Resolved resolve(final Setting<T> setting)
        {
            final Object value = given.get(setting);
            if (value != null)
            {
                return judge(setting, value, SettingSource.BUILDER);
            }
            final String property = properties.getProperty(setting.key());
            if (property != null)
            {
                return read(setting, property, SettingSource.PROPERTY);
            }
            final String variable = environment.get(setting.environmentName());
            if (variable != null)
            {
                return read(setting, variable, SettingSource.ENVIRONMENT);
            }
            final String profiled = profile.text(setting);
            if (profiled != null)
            {
                return read(setting, profiled, SettingSource.PROFILE);
            }
            return new Resolved(setting.defaultValue(), SettingSource.DEFAULT);
        }

        private <T> Resolved read(final Setting<T> setting, final String text, final SettingSource source)
        {
            final T value = setting.parse(text);
            if (value == null)
            {
                throw bad(setting, text, source);
            }
            return judge(setting, value, source);
        }

        private <T> Resolved judge(final Setting<T> setting, final Object value, final SettingSource source)
        {
            @SuppressWarnings("unchecked")
            final T typed = (T)value;
            if (!setting.allows(typed))
            {
                throw bad(setting, setting.text(typed), source);
            }
            return new Resolved(value, source);
        }

        private ConfigurationException bad(
            final Setting<?> setting,
            final String text,
            final SettingSource source)
        {
            return new ConfigurationException(
                setting.key(),
                named(setting, text, source, profile.name()) + " is not allowed; it takes " + kind(setting) + ": " +
                    setting.allowed());
        }

        private static String kind(final Setting<?> setting)
        {
            return switch (setting.type())
            {
                case INT -> "a whole number";
                case BYTES -> "a length in bytes (suffixes k, m)";
                case DURATION -> "a duration (suffixes ns, us, ms, s)";
                case BOOLEAN, ENUM -> "one of";
                case STRING -> "a text";
            };
        }
    }

    /** The rules between settings. */
    private void checkTogether()
    {
        if (value(Settings.STREAM_WINDOW_SIZE) > value(Settings.STREAM_QUEUE_MAX))
        {
            throw contradiction(Settings.STREAM_WINDOW_SIZE, "more than", Settings.STREAM_QUEUE_MAX);
        }
        if (value(Settings.LANE_LENGTH) / 4 < value(Settings.FRAME_MAX))
        {
            throw contradiction(Settings.LANE_LENGTH, "less than four times", Settings.FRAME_MAX);
        }
        if (value(Settings.SESSION_RETENTION_LENGTH) / 2 <= value(Settings.FRAME_MAX))
        {
            // A record is a frame and some bytes more, and two of them are to fit (N-4).
            throw contradiction(Settings.SESSION_RETENTION_LENGTH, "not more than twice", Settings.FRAME_MAX);
        }
        if (value(Settings.SESSION_LOSS_TIMEOUT) / 2 < value(Settings.SESSION_HEARTBEAT_INTERVAL))
        {
            // A session would be lost between two signs of life, or by a moment's delay of one.
            throw contradiction(
                Settings.SESSION_LOSS_TIMEOUT, "less than twice", Settings.SESSION_HEARTBEAT_INTERVAL);
        }
    }

    private ConfigurationException contradiction(final Setting<?> one, final String relation, final Setting<?> other)
    {
        return new ConfigurationException(one.key(), named(one) + " is " + relation + " " + named(other) +
            "; change one of them");
    }

    private String named(final Setting<?> setting)
    {
        return setting.key() + "=" + text(setting) + " (" + origin(setting) + ")";
    }

    /** Such as {@code weir.stream.window.size=0 (environment variable CAPS_STREAM_WINDOW_SIZE)}. */
    private static String named(
        final Setting<?> setting,
        final String text,
        final SettingSource source,
        final String profile)
    {
        return setting.key() + "=" + text + " (" + origin(setting, source, profile) + ")";
    }

    private static String origin(final Setting<?> setting, final SettingSource source, final String profile)
    {
        return switch (source)
        {
            case ENVIRONMENT -> source.description() + " " + setting.environmentName();
            case PROFILE -> source.description() + " " + profile;
            default -> source.description();
        };
    }
}
