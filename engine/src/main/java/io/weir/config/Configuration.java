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

import java.util.Collection;
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
     * {@return a builder of a configuration that is as another one but for what it is told}
     *
     * @param base the other configuration.
     */
    public static Builder builder(final Configuration base)
    {
        final Builder builder = new Builder();
        builder.base = Objects.requireNonNull(base, "base");
        return builder;
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
        final Resolved resolved = resolved(setting);
        return origin(setting, resolved.source(), written(Settings.PROFILE, resolved(Settings.PROFILE).value())) +
            resolved.note();
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
     * Checks that this configuration asks for nothing that another one, which is in force already, has decided
     * otherwise. A value that came from a weaker source than the other's yields.
     *
     * @param settled  the configuration that is in force.
     * @param settings to be compared.
     * @param whose    what has the other configuration, for the message: {@code the media driver of this process}.
     * @throws ConfigurationException for the first setting that differs, naming both values.
     */
    public void requireAgreement(
        final Configuration settled,
        final Collection<Setting<?>> settings,
        final String whose)
    {
        for (final Setting<?> setting : settings)
        {
            final SettingSource source = source(setting);
            if (SettingSource.DEFAULT != source && source.compareTo(settled.source(setting)) <= 0 &&
                !resolved(setting).value().equals(settled.resolved(setting).value()))
            {
                throw new ConfigurationException(setting.key(), named(setting) + " comes too late: " + whose + " has " +
                    settled.named(setting) + "; give both the same value");
            }
        }
    }

    /**
     * {@return this configuration with another one's values, and their origins, for some settings}
     *
     * @param other    that has the values.
     * @param settings that it has them for.
     */
    public Configuration overlaid(final Configuration other, final Collection<Setting<?>> settings)
    {
        final Map<Setting<?>, Resolved> overlaid = new IdentityHashMap<>(values);
        settings.forEach(setting -> overlaid.put(setting, other.resolved(setting)));
        return new Configuration(overlaid);
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

    /**
     * A value.
     *
     * @param value  of the setting.
     * @param source that it came from.
     * @param note   what is to be said behind the source, or nothing.
     */
    private record Resolved(Object value, SettingSource source, String note)
    {
        Resolved(final Object value, final SettingSource source)
        {
            this(value, source, "");
        }
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
        private Collection<Setting<?>> accepted = Settings.all();
        private String remedy = "";
        private ConfigurationException refusal;
        private Configuration base;

        private Builder()
        {
        }

        /**
         * Refuses every setting but some when it is given by {@link #set}: what is built is about these alone, and
         * would not hear of the others. Properties, environment and profile may speak of all, since every part of the
         * process reads them.
         *
         * @param settings that are accepted.
         * @param otherwise what to do about another one, for the message.
         * @return this.
         */
        public Builder accept(final Collection<Setting<?>> settings, final String otherwise)
        {
            accepted = settings;
            remedy = otherwise;
            return this;
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
            if (null == refusal && !accepted.contains(setting))
            {
                refusal = new ConfigurationException(setting.key(),
                    named(setting, setting.text(value), SettingSource.BUILDER, "") + " has no effect here: " + remedy);
            }
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
         *                                cannot be read, two values that contradict each other, or a setting that is
         *                                not about what is configured.
         */
        public Configuration build()
        {
            if (null != refusal)
            {
                throw refusal;
            }
            KnownNames.check(Settings.all(), properties, environment);
            profile = SettingsProfile.NONE;
            profile = profile();
            final Map<Setting<?>, Resolved> values = new IdentityHashMap<>();
            for (final Setting<?> setting : Settings.all())
            {
                values.put(setting, resolve(setting));
            }
            final Configuration configuration = new Configuration(values);
            configuration.settleBounds();
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
            if (base != null)
            {
                return base.resolved(setting);
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

    /** Keeps the rules between settings: a default yields to what was given. */
    private void settleBounds()
    {
        for (final SettingBound bound : SettingBound.ALL)
        {
            final long less = value(bound.lesser()).longValue();
            final long more = value(bound.greater()).longValue();
            if (!bound.holds(less, more) &&
                !yields(bound.lesser(), bound.greatestLesser(more), bound.greater()) &&
                !yields(bound.greater(), bound.leastGreater(less), bound.lesser()))
            {
                throw contradiction(bound.first(), bound.words(), bound.second());
            }
        }
    }

    private boolean yields(final Setting<? extends Number> setting, final long settled, final Setting<?> given)
    {
        final String text = SettingType.DURATION == setting.type() ? settled + "ns" : Long.toString(settled);
        final Number value = SettingSource.DEFAULT == source(setting) ? setting.parse(text) : null;
        final boolean isAllowed = null != value && allows(setting, value);
        if (isAllowed)
        {
            values.put(setting, new Resolved(value, SettingSource.DEFAULT, ", yields to " + given.key()));
        }
        return isAllowed;
    }

    @SuppressWarnings("unchecked")
    private static <T> boolean allows(final Setting<T> setting, final Object value)
    {
        return setting.allows((T)value);
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
