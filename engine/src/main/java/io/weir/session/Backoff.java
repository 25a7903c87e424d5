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

import java.util.SplittableRandom;

/**
 * How long to wait before the next attempt: longer after each, up to a most, and by chance up to a half less, so that
 * peers that lost the same host do not come back in step. Owned by one agent.
 */
final class Backoff
{
    private final long firstNs;
    private final long mostNs;
    private final int factor;
    private final SplittableRandom random;
    private long nextNs;

    Backoff(final long firstNs, final int factor, final long mostNs, final long seed)
    {
        this.firstNs = Math.min(firstNs, mostNs);
        this.factor = factor;
        this.mostNs = mostNs;
        random = new SplittableRandom(seed);
        nextNs = this.firstNs;
    }

    /** {@return the delay before the next attempt, in ns; the one after it will be longer} */
    long next()
    {
        final long delayNs = nextNs;
        nextNs = delayNs > mostNs / factor ? mostNs : delayNs * factor;
        return delayNs - random.nextLong(delayNs / 2 + 1);
    }

    /** An attempt has succeeded: the next one waits as little as the first did. */
    void reset()
    {
        nextNs = firstNs;
    }
}
