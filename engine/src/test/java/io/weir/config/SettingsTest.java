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

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SettingsTest
{
    @Test
    void shouldListEveryDeclarationWhenAskedForAll() throws IllegalAccessException
    {
        final List<Object> declared = new ArrayList<>();
        for (final Field field : Settings.class.getFields())
        {
            declared.add(field.get(null));
        }

        assertEquals(Set.copyOf(declared), Set.copyOf(Settings.all()));
        assertEquals(declared.size(), Settings.all().size());
    }

    @Test
    void shouldNotGiveANameTwice()
    {
        final Set<String> names = new HashSet<>();
        for (final Setting<?> setting : Settings.all())
        {
            assertTrue(names.add(setting.key()), setting.key());
            assertTrue(names.add(setting.environmentName()), setting.environmentName());
        }
    }

    @Test
    void shouldKeepNamesAndDefaultsThatUsersRelyOn()
    {
        assertEquals("CAPS_STREAM_WINDOW_SIZE", Settings.STREAM_WINDOW_SIZE.environmentName());
        assertEquals("CAPS_STREAM_QUEUE_MAX", Settings.STREAM_QUEUE_MAX.environmentName());
        assertEquals("CAPS_ENABLE_STREAMS", Settings.STREAMS_ENABLED.environmentName());
        assertEquals("weir.stream.window.size", Settings.STREAM_WINDOW_SIZE.key());
        assertEquals(64, Settings.STREAM_WINDOW_SIZE.defaultValue());
        assertEquals(1024, Settings.STREAM_QUEUE_MAX.defaultValue());
        assertEquals(true, Settings.STREAMS_ENABLED.defaultValue());
    }

    @Test
    void shouldDeriveEnvironmentNameWhenNoneIsGiven()
    {
        assertEquals("WEIR_LANE_PUBLISH_BATCH", Settings.LANE_PUBLISH_BATCH.environmentName());
    }

    @Test
    void shouldSayInOneSentenceWhatEachDoes()
    {
        for (final Setting<?> setting : Settings.all())
        {
            assertTrue(setting.doc().endsWith("."), setting.key());
            assertTrue(setting.doc().indexOf(". ") < 0, setting.key());
        }
    }

    @Test
    void shouldReadBackWhatItWritesWhenValueIsDefault()
    {
        for (final Setting<?> setting : Settings.all())
        {
            assertReadsBack(setting);
        }
    }

    @Test
    void shouldNotDeclareWhenDefaultIsOutOfRange()
    {
        final Setting.Builder<Integer> builder = Setting.ofInt("weir.foreign", 1, 9);

        final IllegalStateException ex = assertThrows(IllegalStateException.class, () -> builder.build(10, "Foreign."));

        assertEquals("weir.foreign: default 10 is not within 1 to 9", ex.getMessage());
    }

    @Test
    void shouldNotDeclareWhenKeyIsNotWeirs()
    {
        assertThrows(IllegalArgumentException.class, () -> Setting.ofBoolean("stream.window.size"));
    }

    @Test
    void shouldWriteALineOfTheTableForEverySetting()
    {
        final List<String> lines = SettingsTable.markdown().lines().toList();

        assertEquals("| property | environment | default | allowed | unit | meaning |", lines.get(0));
        assertEquals(Settings.all().size() + 2, lines.size());
        for (int i = 0; i < Settings.all().size(); i++)
        {
            final String[] cells = lines.get(i + 2).split("\\|", -1);
            assertEquals(8, cells.length, lines.get(i + 2));
            assertEquals(" `" + Settings.all().get(i).key() + "` ", cells[1]);
            assertEquals(" `" + Settings.all().get(i).environmentName() + "` ", cells[2]);
        }
    }

    @Test
    void shouldWriteDefaultsAsUsersWouldWhenTableIsWritten()
    {
        final String table = SettingsTable.markdown();

        assertTrue(
            table.contains("| `weir.lane.length` | `WEIR_LANE_LENGTH` | `256k` | 16k to 64m, a power of two | bytes |"),
            table);
        assertTrue(
            table.contains("| `weir.engine.idle` | `WEIR_ENGINE_IDLE` | `backoff` | backoff, yielding, busy-spin, "),
            table);
        assertTrue(table.contains("| `weir.counters.dir` | `WEIR_COUNTERS_DIR` | (empty) |"), table);
    }

    private static <T> void assertReadsBack(final Setting<T> setting)
    {
        assertEquals(setting.defaultValue(), setting.parse(setting.text(setting.defaultValue())), setting.key());
    }
}
