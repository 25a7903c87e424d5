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
package io.weir.stream;

/**
 * What a session's streams are bounded by, negotiated or set (N-7).
 *
 * @param initiator       bit of the streams that this side opens: 0 the connector, 1 the acceptor (W-1).
 * @param maxStreams      most streams of each initiator, and of both together at this end.
 * @param defaultWindow   window of a request that names none, in frames.
 * @param maxWindow       greatest window, in frames (C-3).
 * @param maxHeld         most frames held beyond callbacks, besides one for each stream (C-3).
 * @param maxParked       most parked Opens.
 * @param parkedNs        time after which a parked Open is rejected, in ns.
 * @param cancelTimeoutNs time that the acceptor has to answer a Cancel, in ns (S-5).
 */
public record StreamLimits(
    int initiator,
    int maxStreams,
    int defaultWindow,
    int maxWindow,
    int maxHeld,
    int maxParked,
    long parkedNs,
    long cancelTimeoutNs)
{
}
