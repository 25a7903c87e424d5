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
package io.weir;

/** Hears of an engine's sessions, on their agents. */
public interface SessionListener
{
    /**
     * A session is open, by this engine's doing or a peer's.
     *
     * @param session that is open.
     */
    default void onOpened(final Session session)
    {
    }

    /**
     * A durable session has lost its connection and waits for another; its streams go on when that is there (N-4).
     *
     * @param session that is detached.
     * @param reason  what was lost.
     * @param text    the same for a person.
     */
    default void onDetached(final Session session, final SessionCloseReason reason, final String text)
    {
    }

    /**
     * A durable session goes on over another connection (N-4).
     *
     * @param session that was detached.
     */
    default void onResumed(final Session session)
    {
    }

    /**
     * A session has ended; its streams have heard onClosed. Heard once.
     *
     * @param session that has ended.
     * @param close   why, and what was said about it.
     */
    default void onClosed(final Session session, final SessionClose close)
    {
    }
}
