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

package io.weir.perf.load;

import io.weir.perf.Profile;

import java.nio.file.Path;

/**
 * What a load run is asked for.
 *
 * @param streams       count of streams.
 * @param payloadBytes  of a generated message.
 * @param window        of a stream in frames.
 * @param producers     count of emitting threads; with 1 the provider's agent emits.
 * @param durationNs    of the measured part.
 * @param warmupNs      before it.
 * @param ratePerSecond of all messages together, 0 for as fast as it goes.
 * @param input         file whose lines are sent instead of generated messages, or null.
 * @param out           directory for the latencies, or null.
 * @param profile       that the JVM was started with.
 * @param link          between the two sides.
 */
public record LoadOptions(
    int streams,
    int payloadBytes,
    int window,
    int producers,
    long durationNs,
    long warmupNs,
    long ratePerSecond,
    Path input,
    Path out,
    Profile profile,
    RigLink link)
{
    /** Longest payload that fits the longest frame there can be. */
    public static final int MAX_PAYLOAD = 65_000;
    /** Largest window there can be. */
    public static final int MAX_WINDOW = 65_534;
    /** Most streams there can be. */
    public static final int MAX_STREAMS = 1 << 24;
    /** Most lanes that an engine gives away. */
    public static final int MAX_PRODUCERS = 256;
}
