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

import java.util.Arrays;
import java.util.stream.Collectors;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * The named sets of JVM options that the launcher applies and a report names (T-10).
 */
public enum Profile
{
    /** The JVM as it comes: bounds checks on. */
    DEFAULT("default"),

    /** Bounds checks off, busy threads. */
    LOW_LATENCY("low-latency");

    private final String label;

    Profile(final String label)
    {
        this.label = label;
    }

    /** {@return the name as it is typed} */
    public String label()
    {
        return label;
    }

    /** {@return whether this JVM checks the bounds of every access to a buffer} */
    public static boolean isBoundsChecked()
    {
        return UnsafeBuffer.SHOULD_BOUNDS_CHECK;
    }

    /**
     * Compares the profile with how this JVM was started.
     *
     * @return a warning, or null if they agree.
     */
    public String warning()
    {
        if (LOW_LATENCY == this && isBoundsChecked())
        {
            return "profile low-latency, but this JVM checks bounds: start with ./weir, which applies the profile, " +
                "or add -Dagrona.disable.bounds.checks=true";
        }
        return null;
    }

    /**
     * Finds a profile.
     *
     * @param label as typed.
     * @return the profile.
     * @throws Misuse if there is none of that name.
     */
    public static Profile of(final String label)
    {
        for (final Profile profile : values())
        {
            if (profile.label.equals(label))
            {
                return profile;
            }
        }
        throw new Misuse("--profile: no profile is called '" + label + "': use one of " +
            Arrays.stream(values()).map(Profile::label).collect(Collectors.joining(", ")));
    }
}
