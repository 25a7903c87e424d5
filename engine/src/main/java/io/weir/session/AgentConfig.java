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
package io.weir.session;

import io.weir.Provider;
import io.weir.SessionListener;
import io.weir.config.Configuration;
import io.weir.counters.Counters;
import io.weir.policy.Admission;
import io.weir.session.handshake.PeerPolicy;
import java.util.Map;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

/**
 * What an engine gives to its agents; immutable.
 *
 * @param name          of the engine.
 * @param configuration of the engine.
 * @param counters      of the engine, its error log included.
 * @param providers     by capability.
 * @param admission     enabled, grants and policy.
 * @param listener      of sessions.
 * @param nanoClock     for deadlines and time-outs.
 * @param epochClock    for timestamps.
 * @param lanes         of the engine's applications.
 * @param peers         outside the process, and how they are known.
 */
public record AgentConfig(
    String name,
    Configuration configuration,
    Counters counters,
    Map<String, Provider> providers,
    Admission admission,
    SessionListener listener,
    NanoClock nanoClock,
    EpochNanoClock epochClock,
    LanePool lanes,
    PeerPolicy peers)
{
}
