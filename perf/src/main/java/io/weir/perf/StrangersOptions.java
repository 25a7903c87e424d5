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

import io.weir.perf.load.Strangers;

import picocli.CommandLine.Option;

/** The options of {@code load} for peers that mean no good. */
final class StrangersOptions
{
    private static final int MOST = 1024;

    @Option(names = "--strangers", paramLabel = "N", defaultValue = "0",
        description = "Have N peers connect beside the load that say nothing, and return when they are turned away. " +
            "With --link ipc. Default: ${DEFAULT-VALUE}.")
    private int strangers;

    @Option(names = "--durable-strangers", paramLabel = "N", defaultValue = "0",
        description = "Have N peers connect beside the load that ask for a durable session each, and only beat. " +
            "With --link ipc. Default: ${DEFAULT-VALUE}.")
    private int durableStrangers;

    StrangersOptions()
    {
    }

    /**
     * {@return the strangers that are asked for, null for none}
     *
     * @param isIpc whether the link is one that they can come by.
     */
    Strangers strangers(final boolean isIpc)
    {
        LoadCommand.requireRange("--strangers", strangers, 0, MOST);
        LoadCommand.requireRange("--durable-strangers", durableStrangers, 0, MOST);
        if (0 == strangers + durableStrangers)
        {
            return null;
        }
        if (!isIpc)
        {
            throw new Misuse((0 != strangers ? "--strangers" : "--durable-strangers") +
                ": strangers come by IPC alone: add --link ipc");
        }
        return new Strangers(strangers, durableStrangers);
    }
}
