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
 * How the values of a setting are written.
 */
public enum SettingType
{
    /** A whole number in decimal digits; the value is an {@link Integer}. */
    INT("integer"),

    /**
     * A length in bytes, with an optional suffix {@code k} (1024) or {@code m} (1024²); the value is an
     * {@link Integer}, as every length of a buffer is.
     */
    BYTES("bytes"),

    /** A whole number with one of the suffixes ns, us, ms, s; the value is a {@link Long} in nanoseconds. */
    DURATION("duration"),

    /** {@code true} or {@code false}. */
    BOOLEAN("boolean"),

    /** One of the listed words, in any case. */
    ENUM("choice"),

    /** Any text. */
    STRING("text");

    private final String description;

    SettingType(final String description)
    {
        this.description = description;
    }

    /**
     * {@return the word for it in messages and tables}
     */
    public String description()
    {
        return description;
    }
}
