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

import io.weir.link.RetentionRing;

/**
 * Counts what a durable session has received of the frames that its peer retains, and says when to tell the peer
 * (N-4). Owned by the session's agent.
 */
final class Receipts
{
    /** Bytes after which a Receipt is due: an eighth of the least retention that a peer can have set. */
    static final int BYTES = 8 * 1024;
    /** Time after which a Receipt is due, if there is anything to tell. */
    static final long INTERVAL_NS = 100_000_000;

    private long received;
    private long told;
    private long toldAtNs;
    private long bytes;

    /** Valid frames of the peer's, alike. */
    void onFrames(final int templateId, final int length, final int count)
    {
        if (RetentionRing.isRetained(templateId))
        {
            received += count;
            bytes += (long)length * count;
        }
    }

    /** {@return the count of retained frames received} */
    long received()
    {
        return received;
    }

    /** {@return whether the peer is to be told now} */
    boolean isDue(final long nowNs)
    {
        return received != told && (bytes >= BYTES || nowNs - toldAtNs >= INTERVAL_NS);
    }

    /** The peer has been told the count, by Receipt, Hello or Welcome. */
    void told(final long nowNs)
    {
        told = received;
        toldAtNs = nowNs;
        bytes = 0;
    }
}
