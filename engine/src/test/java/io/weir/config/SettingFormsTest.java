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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Engine;
import io.weir.counters.Counters;
import io.weir.fixture.Engines;
import io.weir.journal.JournalContext;
import io.weir.link.Transport;
import io.weir.link.TransportAgent;
import io.weir.test.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every setting of an engine reaches it and its transports, in whichever of four forms it is given (N-9). */
@Rule("N-9")
class SettingFormsTest
{
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(value = SettingSource.class, names = "DEFAULT", mode = EnumSource.Mode.EXCLUDE)
    void shouldReachEngineAndTransportsInEveryForm(final SettingSource form) throws IOException
    {
        for (final Setting<?> setting : Settings.ofEngine())
        {
            if (Settings.PROFILE == setting || Settings.COUNTERS_DIR == setting)
            {
                continue;
            }
            final Probe probe = new Probe();
            final String text = other(setting);
            try (Engine engine = Engine.launch(context(setting, text, form).transport(probe)))
            {
                for (final Configuration configuration : new Configuration[]{engine.configuration(), probe.engine})
                {
                    assertEquals(text, configuration.text(setting), setting.key());
                    assertEquals(form, configuration.source(setting), setting.key());
                    assertTrue(configuration.describe().contains(setting.key() + "=" + text + " ("), setting.key());
                }
                assertEquals(
                    engine.configuration().text(Settings.LANE_MAX), probe.inForce.text(Settings.LANE_MAX));
            }
        }
    }

    @Test
    void shouldShowWhatIsInForceInATransportWhenItWasGivenOtherValues()
    {
        final Probe probe = new Probe();
        probe.inForce = Configuration.builder().set(Settings.AERON_TERM_LENGTH, 64 << 10).build();
        try (Engine engine = Engine.launch(Engines.context("shown").transport(probe)))
        {
            assertTrue(engine.configuration().describe().contains("weir.aeron.term.length=64k (builder)\n"));
        }
    }

    @Test
    void shouldRefuseTheLaunchWhenASettingIsNotAboutAnEngine()
    {
        final Probe probe = new Probe();
        for (final Setting<?> setting : Settings.ofWorld())
        {
            final Engine.Context context = set(Engines.context("world").transport(probe), setting, other(setting));

            final ConfigurationException ex =
                assertThrows(ConfigurationException.class, () -> Engine.launch(context));

            assertEquals(setting.key(), ex.name());
        }
        assertTrue(probe.isClosed, "the transport is the engine's, launched or not");
    }

    @Test
    void shouldRefuseAJournalWhenASettingIsNotAboutAWorld()
    {
        final JournalContext context = new JournalContext().directory(directory).set(Settings.LANE_MAX, 3);

        final ConfigurationException ex =
            assertThrows(ConfigurationException.class, () -> io.weir.journal.Journal.open(context));

        assertEquals("weir.lane.max", ex.name());
    }

    @Test
    void shouldTakeAConfigurationThatIsThereAndWhatIsSetAfterwards()
    {
        final Configuration given = Configuration.builder().properties(new Properties())
            .environment(Map.of("WEIR_LANE_MAX", "3", "WEIR_LANE_STRIPES", "2")).build();
        try (Engine engine = Engine.launch(
            new Engine.Context().configuration(given).set(Settings.COUNTERS_DIR, "none").set(Settings.LANE_MAX, 5)))
        {
            assertEquals(5, engine.configuration().value(Settings.LANE_MAX));
            assertEquals(2, engine.configuration().value(Settings.LANE_STRIPES));
            assertSame(SettingSource.ENVIRONMENT, engine.configuration().source(Settings.LANE_STRIPES));
        }
    }

    private Engine.Context context(final Setting<?> setting, final String text, final SettingSource form)
        throws IOException
    {
        final Properties properties = new Properties();
        final Configuration.Builder builder = Configuration.builder().properties(properties).environment(Map.of());
        switch (form)
        {
            case PROPERTY -> properties.setProperty(setting.key(), text);
            case ENVIRONMENT -> builder.environment(Map.of(setting.environmentName(), text));
            case PROFILE -> builder.set(Settings.PROFILE, Files.writeString(
                directory.resolve("profile"), setting.key() + "=" + text).toString());
            default ->
                {
                }
        }
        final Engine.Context context =
            new Engine.Context().configuration(builder.build()).set(Settings.COUNTERS_DIR, "none");
        return SettingSource.BUILDER == form ? set(context, setting, text) : context;
    }

    private static <T> Engine.Context set(final Engine.Context context, final Setting<T> setting, final String text)
    {
        return context.set(setting, setting.parse(text));
    }

    /** {@return the text of an allowed value that is not the default} */
    static <T> String other(final Setting<T> setting)
    {
        for (final String text : new String[]{
            "true", "false", "shared", "yielding", "power", "continue", "renew", "/nowhere", "3", "32k", "4k", "1056",
            "3s", "131072ns", "2097152ns", "128", "64k", "512"})
        {
            final T value = setting.parse(text);
            if (null != value && setting.allows(value) && !value.equals(setting.defaultValue()))
            {
                return setting.text(value);
            }
        }
        throw new AssertionError("no other value of " + setting.key() + ": " + setting.allowed());
    }

    /** A transport that remembers what it is told. */
    private static final class Probe implements Transport
    {
        private Configuration engine;
        private Configuration inForce;
        private boolean isClosed;

        @Override
        public String scheme()
        {
            return "probe";
        }

        @Override
        public void configure(final Configuration value)
        {
            engine = value;
            inForce = null == inForce ? value : inForce;
        }

        @Override
        public Configuration inForce(final Configuration value)
        {
            return value.overlaid(inForce, Settings.ofAeron());
        }

        @Override
        public void check(final String address, final boolean listening)
        {
            throw new IllegalArgumentException("this leads nowhere");
        }

        @Override
        public TransportAgent agent(final String agentName, final Counters counters)
        {
            throw new UnsupportedOperationException("nobody connects");
        }

        @Override
        public void close()
        {
            isClosed = true;
        }
    }
}
