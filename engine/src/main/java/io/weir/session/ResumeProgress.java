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

/**
 * Tells whether the connections of a durable session bring it forward (N-4). A network that has become too narrow for
 * full datagrams lets every handshake through and nothing behind it, so the session would be detached and resumed for
 * ever. A connection brings the session forward if the peer confirms something in it; or, where nothing waited to be
 * confirmed when it began, if a retained frame arrives, or any frame later than the first sign of life. One that was
 * cut too early to tell counts neither way. Owned by the session's agent.
 */
final class ResumeProgress
{
    /** One connection that brings nothing may just have met the next cut. */
    private static final int MANY = 2;

    private final long beatIntervalNs;
    private boolean owed;
    private long confirmed;
    private long received;
    /** Connections in a row that brought nothing, and the time for which they were there, which is all that counts. */
    private int vain;
    private long vainNs;

    /**
     * Begins with a session that has had no connection.
     *
     * @param beatIntervalNs time after which a peer that is heard is heard again.
     */
    ResumeProgress(final long beatIntervalNs)
    {
        this.beatIntervalNs = beatIntervalNs;
    }

    /**
     * A connection begins.
     *
     * @param committedCount frames retained so far, confirmed or not.
     * @param confirmedCount those of them that the peer has confirmed.
     * @param receivedCount  retained frames of the peer's received.
     */
    void begin(final long committedCount, final long confirmedCount, final long receivedCount)
    {
        owed = confirmedCount < committedCount;
        confirmed = confirmedCount;
        received = receivedCount;
    }

    /**
     * The connection is gone.
     *
     * @param confirmedCount as in {@link #begin}, now.
     * @param receivedCount  as in {@link #begin}, now.
     * @param heardAfterNs   time for which it had been listened to when the last frame of the peer's arrived.
     * @param listenedNs     time for which it was listened to in all; pauses of this side are none of it.
     */
    void end(final long confirmedCount, final long receivedCount, final long heardAfterNs, final long listenedNs)
    {
        final boolean isHeard = receivedCount > received || heardAfterNs >= beatIntervalNs;
        if (confirmedCount > confirmed || !owed && isHeard)
        {
            vain = 0;
            vainNs = 0;
        }
        else if (listenedNs >= beatIntervalNs)
        {
            vain++;
            vainNs += listenedNs;
        }
    }

    /** {@return whether several connections in a row, which were there for so long in all, brought nothing} */
    boolean isStalled(final long patienceNs)
    {
        return vain >= MANY && vainNs >= patienceNs;
    }

    /** {@return how many connections in a row brought nothing} */
    int vain()
    {
        return vain;
    }
}
