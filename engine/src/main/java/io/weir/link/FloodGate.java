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
package io.weir.link;

/**
 * Decides when a receiver stays behind the sender of a flood (T-3), so that its processor does not take from the sender
 * the lines that it is about to write. How far behind, the receiver knows. Owned by the receiving agent.
 *
 * <p>A receiver holds frames back only if its last poll left as much behind it as the distance that it keeps, and if
 * its duty cycles are short. It takes them at the first poll at least 2 µs later. So a loop that waits for answers or
 * credit is never held back, and neither is a receiver that is polled seldom.
 */
public final class FloodGate
{
    /** Longest duty cycle, begin to begin, of a receiver that holds frames back. */
    static final long CYCLE_MAX_NS = 10_000;
    /** Time for which frames are held back if nothing comes behind them. */
    static final long HOLD_NS = 2_000;

    private long nowNs;
    private long heldNs;
    private boolean isQuick;
    private boolean isBehind;
    private boolean isHolding;

    /** Makes a gate for one receiver, which is not in a flood. */
    public FloodGate()
    {
    }

    /**
     * A poll begins.
     *
     * @param cycleNs time at which the duty cycle of this poll began, by a clock that need not be monotonic.
     */
    public void poll(final long cycleNs)
    {
        final long lengthNs = cycleNs - nowNs;
        if (0 != lengthNs)
        {
            isQuick = lengthNs > 0 && lengthNs < CYCLE_MAX_NS;
            nowNs = cycleNs;
        }
    }

    /** {@return whether the distance is to be kept, since there is more than that} */
    public boolean isFlood()
    {
        return isBehind && isQuick;
    }

    /**
     * {@return whether frames are to be left for a later poll} Asked when there are some, but none beyond the distance.
     */
    public boolean isToHold()
    {
        if (!isHolding)
        {
            isHolding = isBehind && isQuick;
            heldNs = nowNs;
            return isHolding;
        }
        final long lengthNs = nowNs - heldNs;
        return lengthNs >= 0 && lengthNs < HOLD_NS;
    }

    /**
     * A poll has taken frames, or found none.
     *
     * @param isDistanceLeft whether it left frames behind over at least the distance.
     */
    public void passed(final boolean isDistanceLeft)
    {
        isBehind = isDistanceLeft;
        isHolding = false;
    }

    /** {@return whether the last poll left frames for a later one, on purpose} */
    public boolean isHolding()
    {
        return isHolding;
    }
}
