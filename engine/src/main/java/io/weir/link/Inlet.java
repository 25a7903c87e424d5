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
 * Where a receiving agent polls frames from: a lane's far end, whose frames are this process's own and are not
 * validated (W-4). Owned by that agent.
 */
public interface Inlet
{
    /**
     * Hands frames on, in place.
     *
     * @param consumer to take them.
     * @param limit    of frames to hand on.
     * @param nowNs    time at which the caller's duty cycle began; the same clock every time.
     * @return the count of frames handed on, padding included.
     */
    int poll(FrameConsumer consumer, int limit, long nowNs);

    /** {@return whether the last poll left frames for a later one, on purpose: it is no time to rest} */
    boolean isHeldBack();

    /** {@return whether the emitter has closed and everything is polled: the inlet can be dropped} */
    boolean isExhausted();

    /** Says that nobody will poll any more: the emitter's claims answer NOT_CONNECTED. */
    void close();
}
