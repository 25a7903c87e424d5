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

package io.weir.kernel.host;

/**
 * How long somebody who has thrown is left alone: 10 ms, then twice as long each time, at most a second, until a call
 * returns. Owned by the kernel's thread.
 */
final class BackOff
{
    private static final long MIN_NS = 10_000_000;
    private static final long MAX_NS = 1_000_000_000;

    private long sinceNs;
    private long delayNs;

    void failed(final long nowNs)
    {
        sinceNs = nowNs;
        delayNs = Math.min(MAX_NS, Math.max(MIN_NS, 2 * delayNs));
    }

    void succeeded()
    {
        delayNs = 0;
    }

    /** {@return whether it is too early to call again; not if the clock was set back meanwhile} */
    boolean isWaiting(final long nowNs)
    {
        return delayNs > 0 && nowNs >= sinceNs && nowNs - sinceNs < delayNs;
    }
}
