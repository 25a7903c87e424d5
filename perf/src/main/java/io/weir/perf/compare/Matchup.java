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

package io.weir.perf.compare;

import java.util.List;

/**
 * What is compared with what: Weir over one link, and the link's own library without streams. Who compares asks for the
 * cases; each contest is made in a process of its own.
 */
public interface Matchup
{
    /**
     * {@return the matchup of a link}
     *
     * @param link by its name: ring, ipc or udp.
     */
    static Matchup of(final String link)
    {
        return switch (link)
        {
            case "ring" -> new RingMatchup();
            case "ipc" -> AeronMatchup.ipc();
            case "udp" -> AeronMatchup.udp();
            default -> throw new IllegalArgumentException("no link is called '" + link + "'");
        };
    }

    /** {@return the link's name in the result} */
    String link();

    /** {@return what the columns are, line by line} */
    List<String> legend();

    /**
     * {@return the cases of throughput}
     *
     * @param isQuick whether a few will do.
     */
    List<StreamCase> cases(boolean isQuick);

    /** {@return who takes part in a case of throughput; raw and Weir first, who alone take part in the round trip} */
    List<Side> sides();

    /**
     * {@return one side of a case of throughput}
     *
     * @param side    to make.
     * @param terms   of the case.
     * @param threads that run it.
     */
    Contest contest(Side side, StreamCase terms, ThreadPair threads);

    /**
     * {@return one side of the round trip}
     *
     * @param side    to make.
     * @param threads that run it.
     */
    Contest roundTrip(Side side, ThreadPair threads);

    /**
     * {@return one side of the comparison of loops}
     *
     * @param side    to make, raw or Weir.
     * @param threads that run it.
     */
    LoopSide loop(Side side, ThreadPair threads);
}
