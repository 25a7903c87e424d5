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

/**
 * Writes the documentation's table of settings from their declarations.
 */
public final class SettingsTable
{
    private static final String HEAD =
        "| property | environment | default | allowed | unit | meaning |\n|---|---|---|---|---|---|\n";

    private SettingsTable()
    {
    }

    /**
     * {@return every setting in documented order as a table in Markdown, a line each, ending in a line feed}
     */
    public static String markdown()
    {
        final StringBuilder table = new StringBuilder(HEAD);
        for (final Setting<?> setting : Settings.all())
        {
            append(table, setting);
        }
        return table.toString();
    }

    private static <T> void append(final StringBuilder table, final Setting<T> setting)
    {
        final String defaultText = setting.text(setting.defaultValue());
        table.append("| `").append(setting.key())
            .append("` | `").append(setting.environmentName())
            .append("` | ").append(defaultText.isEmpty() ? "(empty)" : "`" + defaultText + "`")
            .append(" | ").append(setting.allowed())
            .append(" | ").append(setting.unit())
            .append(" | ").append(setting.doc())
            .append(" |\n");
    }
}
