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
 * A setting that cannot be: its value is none, is out of range or contradicts another one, or there is no such key. The
 * message names the key, the value, where it came from, and what is allowed.
 */
public final class ConfigurationException extends IllegalArgumentException
{
    private static final long serialVersionUID = 1L;

    /** The name under which it was given. */
    private final String name;

    /**
     * Says what is wrong with what was given under a name.
     *
     * @param name    of the property, the environment variable or the setting.
     * @param message with all that a reader needs to put it right.
     */
    public ConfigurationException(final String name, final String message)
    {
        super(message);
        this.name = name;
    }

    /**
     * {@return the name under which the offending value was given: a setting's key or an environment variable}
     */
    public String name()
    {
        return name;
    }
}
