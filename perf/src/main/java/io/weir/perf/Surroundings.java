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

package io.weir.perf;

import io.weir.config.Configuration;
import io.weir.config.ConfigurationException;

/**
 * What system properties, environment and profile make of the settings of engines here. Commands that launch engines,
 * or processes that do, look at it before anything else.
 */
public final class Surroundings
{
    private Surroundings()
    {
    }

    /**
     * {@return the configuration of an engine that nothing is set for}
     *
     * @throws Misuse if an option is wrong, naming it.
     */
    public static Configuration configuration()
    {
        return configuration(Configuration.builder());
    }

    static Configuration configuration(final Configuration.Builder builder)
    {
        try
        {
            return builder.build();
        }
        catch (final ConfigurationException ex)
        {
            throw new Misuse(ex.getMessage());
        }
    }
}
