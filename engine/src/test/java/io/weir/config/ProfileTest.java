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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ProfileTest
{
    private final Properties properties = new Properties();
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    private Path directory;

    @Test
    void shouldLeaveEveryDefaultWhenNoProfileIsNamed()
    {
        final Configuration configuration = builder().build();

        for (final Setting<?> setting : Settings.all())
        {
            assertEquals(SettingSource.DEFAULT, configuration.source(setting), setting.key());
        }
    }

    @Test
    void shouldTakeItsValuesWhenAReadyProfileIsNamed()
    {
        final Configuration configuration = builder().set(Settings.PROFILE, "low-latency").build();

        assertEquals(IdleKind.BUSY_SPIN, configuration.value(Settings.ENGINE_IDLE));
        assertEquals(SettingSource.PROFILE, configuration.source(Settings.ENGINE_IDLE));
        assertEquals("profile low-latency", configuration.origin(Settings.ENGINE_IDLE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "low-latency"})
    void shouldBeReadWhenItIsReady(final String name)
    {
        assertEquals(name, builder().set(Settings.PROFILE, name).build().value(Settings.PROFILE));
    }

    @Test
    void shouldTakeAFileWhenItsPathIsGivenInTheEnvironment() throws IOException
    {
        environment.put("WEIR_PROFILE", file("weir.stream.window.size = 32 \nweir.lane.length = 1m\n").toString());

        final Configuration configuration = builder().build();

        assertEquals(32, configuration.value(Settings.STREAM_WINDOW_SIZE));
        assertEquals(1 << 20, configuration.value(Settings.LANE_LENGTH));
        assertEquals(SettingSource.DEFAULT, configuration.source(Settings.LANE_MAX));
    }

    @Test
    void shouldYieldWhenEnvironmentPropertyOrBuilderSayOtherwise() throws IOException
    {
        properties.setProperty(
            "weir.profile",
            file("weir.lane.max=1\nweir.lane.stripes=1\nweir.engine.agents=1\nweir.frame.max=1k").toString());
        environment.put("WEIR_LANE_MAX", "2");
        properties.setProperty("weir.lane.stripes", "3");

        final Configuration configuration = builder().set(Settings.ENGINE_AGENTS, 4).build();

        assertEquals(2, configuration.value(Settings.LANE_MAX));
        assertEquals(3, configuration.value(Settings.LANE_STRIPES));
        assertEquals(4, configuration.value(Settings.ENGINE_AGENTS));
        assertEquals(1024, configuration.value(Settings.FRAME_MAX));
    }

    @Test
    void shouldNameKeyValueAndFileWhenAValueIsBad() throws IOException
    {
        final Path file = file("weir.lane.max = many");

        assertEquals(
            "weir.lane.max=many (profile " + file + ") is not allowed; it takes a whole number: 0 to 1024",
            refusal(file.toString()).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"weir.lane.maximum", "lane.max", "weir.test.seeds", "WEIR_LANE_MAX"})
    void shouldNameTheKeyWhenItIsUnknown(final String key) throws IOException
    {
        final Path file = file(key + " = 5");

        final ConfigurationException ex = refusal(file.toString());

        assertEquals(key, ex.name());
        assertTrue(ex.getMessage().startsWith("unknown key " + key + "=5 in weir.profile=" + file + " (builder); " +
            "the nearest that a profile can have is weir."), ex.getMessage());
    }

    @Test
    void shouldRefuseWhenAProfileNamesAnother() throws IOException
    {
        assertEquals("weir.profile", refusal(file("weir.profile=low-latency").toString()).name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"quick", "", "/no/such/file.properties", "/", "\u0000"})
    void shouldSayWhatThereIsWhenThereIsNoSuchProfile(final String name)
    {
        final ConfigurationException ex = refusal(name);

        assertEquals("weir.profile", ex.name());
        assertTrue(ex.getMessage().startsWith("weir.profile=" + name + " (builder) cannot be read: "), ex.getMessage());
    }

    @Test
    void shouldRefuseInWordsWhenTheFileIsNoPropertiesFile() throws IOException
    {
        final ConfigurationException ex = refusal(file("weir.lane.max = \\u12").toString());

        assertTrue(ex.getMessage().contains("cannot be read"), ex.getMessage());
    }

    @Test
    void shouldNameTheProfileWhenItContradictsAnotherSource() throws IOException
    {
        final Path file = file("weir.stream.queue.max=32\nweir.stream.window.size=64");

        assertEquals(
            "weir.stream.window.size=64 (profile " + file + ") is more than weir.stream.queue.max=32 (profile " + file +
                "); change one of them",
            refusal(file.toString()).getMessage());
    }

    private ConfigurationException refusal(final String profile)
    {
        final Configuration.Builder builder = builder().set(Settings.PROFILE, profile);
        return assertThrows(ConfigurationException.class, builder::build);
    }

    private Path file(final String content) throws IOException
    {
        return Files.writeString(directory.resolve("desk.properties"), content);
    }

    private Configuration.Builder builder()
    {
        return Configuration.builder().properties(properties).environment(environment);
    }
}
