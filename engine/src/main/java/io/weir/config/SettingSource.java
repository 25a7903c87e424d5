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
 * Where the value of a setting came from; an earlier one beats a later one.
 */
public enum SettingSource
{
    /** {@link Configuration.Builder#set}. */
    BUILDER("builder"),

    /** A system property, named by the setting's key. */
    PROPERTY("system property"),

    /** A variable of the environment, named by the setting's environment name. */
    ENVIRONMENT("environment variable"),

    /** The profile that {@link Settings#PROFILE} names. */
    PROFILE("profile"),

    /** The declaration itself. */
    DEFAULT("default");

    private final String description;

    SettingSource(final String description)
    {
        this.description = description;
    }

    /**
     * {@return the words for it in messages}
     */
    public String description()
    {
        return description;
    }
}
