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

/** What is compared with what: Weir over one link, and the link's own library without streams. */
public interface Matchup extends AutoCloseable
{
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

    /**
     * {@return the raw side}
     *
     * @param terms of the case.
     */
    Contest raw(StreamCase terms);

    /**
     * {@return Weir's side}
     *
     * @param threads that run it.
     * @param terms   of the case.
     */
    Contest weir(ThreadPair threads, StreamCase terms);

    /**
     * {@return a raw side that moves as many bytes as Weir's frames have, null if {@link #raw} does}
     *
     * @param terms of the case.
     */
    Contest rawFullFrame(StreamCase terms);

    /** {@return the raw side of the round trip} */
    Echo rawEcho();

    /**
     * {@return Weir's side of the round trip}
     *
     * @param threads that run it.
     */
    Echo weirEcho(ThreadPair threads);

    @Override
    void close();
}
