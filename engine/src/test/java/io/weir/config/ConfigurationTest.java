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

import io.weir.test.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ConfigurationTest
{
    private final Properties properties = new Properties();
    private final Map<String, String> environment = new HashMap<>();

    @Test
    void shouldTakeDefaultWhenNothingIsGiven()
    {
        final Configuration configuration = builder().build();

        assertEquals(64, configuration.value(Settings.STREAM_WINDOW_SIZE));
        assertEquals(SettingSource.DEFAULT, configuration.source(Settings.STREAM_WINDOW_SIZE));
    }

    @Test
    void shouldTakeEnvironmentWhenDefaultIsAllElse()
    {
        environment.put("CAPS_STREAM_WINDOW_SIZE", "16");

        final Configuration configuration = builder().build();

        assertEquals(16, configuration.value(Settings.STREAM_WINDOW_SIZE));
        assertEquals(SettingSource.ENVIRONMENT, configuration.source(Settings.STREAM_WINDOW_SIZE));
    }

    @Test
    void shouldTakePropertyWhenEnvironmentIsGivenToo()
    {
        environment.put("CAPS_STREAM_WINDOW_SIZE", "16");
        properties.setProperty("weir.stream.window.size", "17");

        final Configuration configuration = builder().build();

        assertEquals(17, configuration.value(Settings.STREAM_WINDOW_SIZE));
        assertEquals(SettingSource.PROPERTY, configuration.source(Settings.STREAM_WINDOW_SIZE));
    }

    @Test
    void shouldTakeBuilderWhenAllElseIsGivenToo()
    {
        environment.put("CAPS_STREAM_WINDOW_SIZE", "16");
        properties.setProperty("weir.stream.window.size", "17");

        final Configuration configuration = builder().set(Settings.STREAM_WINDOW_SIZE, 18).build();

        assertEquals(18, configuration.value(Settings.STREAM_WINDOW_SIZE));
        assertEquals(SettingSource.BUILDER, configuration.source(Settings.STREAM_WINDOW_SIZE));
    }

    @Test
    void shouldReadEverySettingWhenGivenAsProperty()
    {
        for (final Setting<?> setting : Settings.all())
        {
            properties.setProperty(setting.key(), defaultText(setting));
        }

        final Configuration configuration = builder().build();

        for (final Setting<?> setting : Settings.all())
        {
            assertEquals(setting.defaultValue(), configuration.value(setting), setting.key());
            assertEquals(SettingSource.PROPERTY, configuration.source(setting), setting.key());
        }
    }

    @Test
    void shouldReadEverySettingWhenGivenInEnvironment()
    {
        for (final Setting<?> setting : Settings.all())
        {
            environment.put(setting.environmentName(), defaultText(setting));
        }

        final Configuration configuration = builder().build();

        for (final Setting<?> setting : Settings.all())
        {
            assertEquals(setting.defaultValue(), configuration.value(setting), setting.key());
            assertEquals(SettingSource.ENVIRONMENT, configuration.source(setting), setting.key());
        }
    }

    @Test
    void shouldLeaveOthersAloneWhenOneIsGiven()
    {
        properties.setProperty("weir.stream.cancel.timeout", "250ms");

        final Configuration configuration = builder().build();

        for (final Setting<?> setting : Settings.all())
        {
            final boolean isGiven = setting == Settings.STREAM_CANCEL_TIMEOUT;
            assertEquals(isGiven ? SettingSource.PROPERTY : SettingSource.DEFAULT, configuration.source(setting));
        }
        assertEquals(250_000_000L, configuration.value(Settings.STREAM_CANCEL_TIMEOUT));
    }

    @Test
    void shouldNotChangeWhenItsSourcesDo()
    {
        final Configuration.Builder builder = builder().set(Settings.LANE_MAX, 3);
        final Configuration configuration = builder.build();

        builder.set(Settings.LANE_MAX, 4);
        properties.setProperty("weir.stream.window.size", "17");

        assertEquals(3, configuration.value(Settings.LANE_MAX));
        assertEquals(64, configuration.value(Settings.STREAM_WINDOW_SIZE));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"0", "-1", "65535", "65_000", "1e3", "64.0", "many", "", "99999999999999999999", "64 frames"})
    void shouldNameKeyValueSourceAndRangeWhenValueIsBad(final String text)
    {
        environment.put("CAPS_STREAM_WINDOW_SIZE", text);

        final ConfigurationException ex = assertThrows(ConfigurationException.class, () -> builder().build());

        assertEquals("weir.stream.window.size", ex.name());
        assertEquals("weir.stream.window.size=" + text +
            " (environment variable CAPS_STREAM_WINDOW_SIZE) is not allowed; it takes a whole number: 1 to 65534",
            ex.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "weir.lane.length           | 20k   | a length in bytes (suffixes k, m): 16k to 64m, a power of two",
        "weir.frame.max             | 1001  | a length in bytes (suffixes k, m): 128 to 64k, a multiple of 8",
        "weir.frame.max             | 4g    | a length in bytes (suffixes k, m): 128 to 64k, a multiple of 8",
        "weir.stream.cancel.timeout | 5     | a duration (suffixes ns, us, ms, s): 1ms to 3600s",
        "weir.timer.tick | 1ms | a duration (suffixes ns, us, ms, s): 65536ns to 1073741824ns, a power of two",
        "weir.streams.enabled       | ja    | one of: true, false (or yes, no, on, off, 1, 0)",
        "weir.engine.idle           | spin  | one of: backoff, yielding, busy-spin, sleeping",
        "weir.engine.threading      | none  | one of: runner, shared, invoker"})
    void shouldSayWhatIsAllowedWhenValueIsBad(final String key, final String text, final String allowed)
    {
        properties.setProperty(key, text);

        final ConfigurationException ex = assertThrows(ConfigurationException.class, () -> builder().build());

        assertEquals(key + "=" + text + " (system property) is not allowed; it takes " + allowed, ex.getMessage());
    }

    @Test
    void shouldRefuseWhenBuilderGivesValueOutOfRange()
    {
        final Configuration.Builder builder = builder().set(Settings.ENGINE_AGENTS, 0);

        final ConfigurationException ex = assertThrows(ConfigurationException.class, builder::build);

        assertTrue(ex.getMessage().startsWith("weir.engine.agents=0 (builder) is not allowed"), ex.getMessage());
    }

    @Test
    @Rule("C-3")
    void shouldRefuseWhenWindowIsAboveQueueBound()
    {
        environment.put("CAPS_STREAM_QUEUE_MAX", "32");
        properties.setProperty("weir.stream.window.size", "33");

        final ConfigurationException ex = assertThrows(ConfigurationException.class, () -> builder().build());

        assertEquals("weir.stream.window.size=33 (system property) is more than " +
            "weir.stream.queue.max=32 (environment variable CAPS_STREAM_QUEUE_MAX); change one of them",
            ex.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "weir.stream.queue.max, 32, weir.stream.window.size, 32",
        "weir.stream.window.size, 2000, weir.stream.queue.max, 2000",
        "weir.session.loss.timeout, 1500ms, weir.session.heartbeat.interval, 750ms",
        "weir.session.heartbeat.interval, 10s, weir.session.loss.timeout, 20s",
        "weir.session.reconnect.delay.first, 3s, weir.session.reconnect.delay.max, 3s",
        "weir.session.reconnect.delay.max, 5ms, weir.session.reconnect.delay.first, 5ms"})
    @Rule("N-9")
    void shouldHaveADefaultYieldWhenAnotherSettingIsGiven(
        final String given,
        final String value,
        final String yielding,
        final String settled)
    {
        environment.put(byKey(given).environmentName(), value);

        final Configuration configuration = builder().build();

        assertEquals(settled, configuration.text(byKey(yielding)));
        assertEquals(SettingSource.DEFAULT, configuration.source(byKey(yielding)));
        assertTrue(configuration.describe().contains(
            yielding + "=" + settled + " (default, yields to " + given + ")\n"), configuration.describe());
    }

    @Test
    @Rule("N-9")
    void shouldBuildWhenAnySettingAloneIsAtEitherEndOfItsRange()
    {
        for (final Setting<?> setting : Settings.all())
        {
            final String[] ends = setting.allowed().split(",")[0].split(" to ");
            for (int i = 0; i < ends.length && 2 == ends.length; i++)
            {
                final Properties alone = new Properties();
                alone.setProperty(setting.key(), ends[i]);
                if (!isImpossibleAlone(setting, i))
                {
                    assertEquals(ends[i], Configuration.builder().properties(alone).environment(environment).build()
                        .text(setting));
                }
            }
        }
    }

    /** A loss is noticed within the longest time that there is, and needs two heartbeats. */
    private static boolean isImpossibleAlone(final Setting<?> setting, final int end)
    {
        return Settings.SESSION_HEARTBEAT_INTERVAL == setting && 1 == end ||
            Settings.SESSION_LOSS_TIMEOUT == setting && 0 == end;
    }

    @ParameterizedTest
    @CsvSource({
        "1, true", "0, false", "yes, true", "no, false", "on, true", "off, false", "TRUE, true", "Off, false"})
    @Rule("N-9")
    void shouldTakeWhatPeopleWriteForASwitch(final String text, final boolean expected)
    {
        environment.put("CAPS_ENABLE_STREAMS", text);

        assertEquals(expected, builder().build().value(Settings.STREAMS_ENABLED));
    }

    @Test
    @Rule("N-9")
    void shouldRefuseWhatIsNotAboutThePartThatIsConfigured()
    {
        final Configuration.Builder builder = builder()
            .accept(Settings.ofAeron(), "set it elsewhere").set(Settings.LANE_MAX, 3);

        final ConfigurationException ex = assertThrows(ConfigurationException.class, builder::build);

        assertEquals("weir.lane.max=3 (builder) has no effect here: set it elsewhere", ex.getMessage());
    }

    @Test
    @Rule("N-9")
    void shouldAgreeOnlyWhenTheOtherHasTheSameOrAStrongerSource()
    {
        properties.setProperty("weir.aeron.term.length", "64k");
        final Configuration asked = builder().build();
        final Configuration stronger = builder().set(Settings.AERON_TERM_LENGTH, 128 * 1024).build();
        properties.setProperty("weir.aeron.term.length", "256k");
        final Configuration other = builder().build();

        asked.requireAgreement(stronger, Settings.ofAeron(), "the driver");
        Configuration.defaults().requireAgreement(asked, Settings.ofAeron(), "the driver");
        final ConfigurationException ex = assertThrows(
            ConfigurationException.class, () -> asked.requireAgreement(other, Settings.ofAeron(), "the driver"));

        assertEquals("weir.aeron.term.length=64k (system property) comes too late: the driver has " +
            "weir.aeron.term.length=256k (system property); give both the same value", ex.getMessage());
        assertEquals(128 * 1024, asked.overlaid(stronger, Settings.ofAeron()).value(Settings.AERON_TERM_LENGTH));
    }

    @Test
    @Rule("C-3")
    void shouldAcceptWhenWindowIsAtQueueBound()
    {
        final Configuration configuration = builder()
            .set(Settings.STREAM_WINDOW_SIZE, 2000).set(Settings.STREAM_QUEUE_MAX, 2000).build();

        assertEquals(2000, configuration.value(Settings.STREAM_WINDOW_SIZE));
    }

    @Test
    @Rule("W-3")
    void shouldRefuseWhenLaneHasNoRoomForFourLongestFrames()
    {
        final Configuration.Builder builder =
            builder().set(Settings.FRAME_MAX, 8192).set(Settings.LANE_LENGTH, 16 * 1024);

        final ConfigurationException ex = assertThrows(ConfigurationException.class, builder::build);

        assertEquals("weir.lane.length=16k (builder) is less than four times weir.frame.max=8k (builder); " +
            "change one of them", ex.getMessage());
    }

    @Test
    @Rule("N-4")
    void shouldRefuseWhenARetentionDoesNotHoldTwoLongestFrames()
    {
        final Configuration.Builder builder =
            builder().set(Settings.FRAME_MAX, 32 * 1024).set(Settings.SESSION_RETENTION_LENGTH, 64 * 1024);

        final ConfigurationException ex = assertThrows(ConfigurationException.class, builder::build);

        assertEquals("weir.session.retention.length=64k (builder) is not more than twice weir.frame.max=32k " +
            "(builder); change one of them", ex.getMessage());
        assertNotNull(builder.set(Settings.FRAME_MAX, 32 * 1024 - 8).build());
    }

    @Test
    @Rule("N-3")
    void shouldRefuseWhenSessionsWouldBeLostBetweenTwoHeartbeats()
    {
        final Configuration.Builder builder = builder().set(Settings.SESSION_LOSS_TIMEOUT, 1_500_000_000L)
            .set(Settings.SESSION_HEARTBEAT_INTERVAL, 1_000_000_000L);

        final ConfigurationException ex = assertThrows(ConfigurationException.class, builder::build);

        assertEquals("weir.session.loss.timeout=1500ms (builder) is less than twice " +
            "weir.session.heartbeat.interval=1s (builder); change one of them", ex.getMessage());
    }

    @Test
    void shouldNameNearestKeyWhenPropertyIsUnknown()
    {
        properties.setProperty("weir.stream.windowsize", "16");

        final ConfigurationException ex = assertThrows(ConfigurationException.class, () -> builder().build());

        assertEquals("weir.stream.windowsize", ex.name());
        assertEquals("unknown system property weir.stream.windowsize=16; the nearest known name is " +
            "weir.stream.window.size", ex.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "CAPS_STREAM_WINDOW, CAPS_STREAM_WINDOW_SIZE",
        "CAPS_STREAMS_QUEUE_MAX, CAPS_STREAM_QUEUE_MAX",
        "CAPS_ENABLE_STREAM, CAPS_ENABLE_STREAMS",
        "WEIR_ENGINE_AGENT, WEIR_ENGINE_AGENTS",
        "WEIR_LANE_LENGHT, WEIR_LANE_LENGTH"})
    void shouldNameNearestVariableWhenVariableIsUnknown(final String name, final String nearest)
    {
        environment.put(name, "1");

        final ConfigurationException ex = assertThrows(ConfigurationException.class, () -> builder().build());

        assertEquals(name, ex.name());
        assertTrue(ex.getMessage().contains("environment variable " + name + "=1"), ex.getMessage());
        assertTrue(ex.getMessage().endsWith(nearest), ex.getMessage());
    }

    @Test
    void shouldNotMindWhenNamesAreOfOthers()
    {
        properties.setProperty("weir.test.seeds", "5");
        properties.setProperty("weird.property", "5");
        environment.put("WEIR_JAVA_OPTS", "-Xmx1g");
        environment.put("CAPS_LOCK", "on");

        assertEquals(64, builder().build().value(Settings.STREAM_WINDOW_SIZE));
    }

    @Test
    void shouldIgnorePropertiesAndEnvironmentWhenDefaultsAreAskedFor()
    {
        final Configuration defaults = Configuration.defaults();

        for (final Setting<?> setting : Settings.all())
        {
            assertEquals(setting.defaultValue(), defaults.value(setting), setting.key());
        }
    }

    @Test
    void shouldDescribeEverySettingWithItsSource()
    {
        properties.setProperty("weir.lane.length", "1m");

        final String description = builder().set(Settings.ENGINE_IDLE, IdleKind.BUSY_SPIN).build().describe();

        assertTrue(description.contains("weir.lane.length=1m (system property)\n"), description);
        assertTrue(description.contains("weir.engine.idle=busy-spin (builder)\n"), description);
        assertEquals(Settings.all().size(), description.lines().count());
    }

    @Test
    void shouldRefuseWhenSettingIsNotOfTheCatalogue()
    {
        final Setting<Integer> foreign = Setting.ofInt("weir.foreign", 0, 1).build(0, "Foreign.");
        final Configuration configuration = builder().build();

        assertThrows(IllegalArgumentException.class, () -> configuration.value(foreign));
        assertThrows(IllegalArgumentException.class, () -> builder().set(foreign, 1));
    }

    @Test
    @Rule("S-7")
    void shouldTurnStreamsOffWhenEnvironmentSaysSo()
    {
        environment.put("CAPS_ENABLE_STREAMS", "false");

        assertFalse(builder().build().value(Settings.STREAMS_ENABLED));
    }

    private Configuration.Builder builder()
    {
        return Configuration.builder().properties(properties).environment(environment);
    }

    private static Setting<?> byKey(final String key)
    {
        return Settings.all().stream().filter(setting -> setting.key().equals(key)).findFirst().orElseThrow();
    }

    private static <T> String defaultText(final Setting<T> setting)
    {
        return setting.text(setting.defaultValue());
    }
}
