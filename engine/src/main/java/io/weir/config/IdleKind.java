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
 * What an agent's thread does in a duty cycle that found no work (T-6).
 */
public enum IdleKind
{
    /** Spins, then yields, then parks for ever longer up to 0.1 ms: kind to a laptop. */
    BACKOFF,

    /** Offers its core to others, but never sleeps. */
    YIELDING,

    /** Never lets go of its core: the least latency, at the price of a core for each agent. */
    BUSY_SPIN,

    /** Sleeps 1 ms: the least load, for background work. */
    SLEEPING
}
