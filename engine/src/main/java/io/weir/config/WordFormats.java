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

/**
 * The formats of what is a word: switches, choices, texts.
 */
final class WordFormats
{
    private WordFormats()
    {
    }

    static ValueFormat<Boolean> ofBoolean()
    {
        return new BooleanFormat();
    }

    static <E extends Enum<E>> ValueFormat<E> ofEnum(final Class<E> type)
    {
        return new EnumFormat<>(type);
    }

    static ValueFormat<String> ofString(final String allowed)
    {
        return new TextFormat(allowed);
    }

    private record BooleanFormat() implements ValueFormat<Boolean>
    {
        @Override
        public SettingType type()
        {
            return SettingType.BOOLEAN;
        }

        @Override
        public Boolean parse(final String text)
        {
            return switch (text.toLowerCase(Locale.ROOT))
            {
                case "true", "yes", "on", "1" -> Boolean.TRUE;
                case "false", "no", "off", "0" -> Boolean.FALSE;
                default -> null;
            };
        }

        @Override
        public boolean allows(final Boolean value)
        {
            return true;
        }

        @Override
        public String text(final Boolean value)
        {
            return value.toString();
        }

        @Override
        public String allowed()
        {
            return "true, false (or yes, no, on, off, 1, 0)";
        }
    }

    private record EnumFormat<E extends Enum<E>>(Class<E> enumType) implements ValueFormat<E>
    {
        @Override
        public SettingType type()
        {
            return SettingType.ENUM;
        }

        @Override
        public E parse(final String text)
        {
            final String word = text.toLowerCase(Locale.ROOT).replace('_', '-');
            for (final E constant : enumType.getEnumConstants())
            {
                if (text(constant).equals(word))
                {
                    return constant;
                }
            }
            return null;
        }

        @Override
        public boolean allows(final E value)
        {
            return true;
        }

        @Override
        public String text(final E value)
        {
            return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        @Override
        public String allowed()
        {
            final StringBuilder words = new StringBuilder();
            for (final E constant : enumType.getEnumConstants())
            {
                words.append(words.length() == 0 ? "" : ", ").append(text(constant));
            }
            return words.toString();
        }
    }

    private record TextFormat(String allowed) implements ValueFormat<String>
    {
        @Override
        public SettingType type()
        {
            return SettingType.STRING;
        }

        @Override
        public String parse(final String text)
        {
            return text;
        }

        @Override
        public boolean allows(final String value)
        {
            return true;
        }

        @Override
        public String text(final String value)
        {
            return value;
        }
    }
}
