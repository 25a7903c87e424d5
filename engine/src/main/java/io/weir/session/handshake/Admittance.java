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
package io.weir.session.handshake;

import io.weir.codecs.SessionCode;
import io.weir.link.Connection;

/**
 * What an acceptor answers to a peer that has shown who it is: Welcome, and what happens once that is sent, or Refuse.
 */
public final class Admittance
{
    /** Who decides. On the agent, when the way to the peer is open. */
    @FunctionalInterface
    public interface Door
    {
        /**
         * Decides about a peer. What it is promised is reserved by then; {@link #withdraw} gives it back if there is
         * no room for Welcome (T-11). Asked again about a new session as long as there is none, once about one that is
         * to be resumed.
         *
         * @param hello      what it asks for.
         * @param principal  who it is, empty for nobody.
         * @param connection that it is on.
         * @return what it is answered.
         */
        Admittance admit(Greeting hello, String principal, Connection connection);
    }

    /** What becomes of the connection once Welcome is its last frame. */
    @FunctionalInterface
    public interface Opening
    {
        /**
         * Goes on where Welcome ends.
         *
         * @param connection from here on the caller's.
         */
        void open(Connection connection);
    }

    private final Greeting welcome;
    private final Opening opening;
    private final Runnable withdrawal;
    private final SessionCode code;
    private final String message;

    private Admittance(
        final Greeting welcome,
        final Opening opening,
        final Runnable withdrawal,
        final SessionCode code,
        final String message)
    {
        this.welcome = welcome;
        this.opening = opening;
        this.withdrawal = withdrawal;
        this.code = code;
        this.message = message;
    }

    /**
     * {@return that the peer is let in}
     *
     * @param welcome    what it is granted.
     * @param opening    what happens once it has been told.
     * @param withdrawal gives back what was reserved, if it has not been told.
     */
    public static Admittance welcome(final Greeting welcome, final Opening opening, final Runnable withdrawal)
    {
        return new Admittance(welcome, opening, withdrawal, SessionCode.NORMAL, "");
    }

    /**
     * {@return that the peer is not let in}
     *
     * @param code    why.
     * @param message for a person.
     */
    public static Admittance refused(final SessionCode code, final String message)
    {
        return new Admittance(null, null, null, code, message);
    }

    boolean isRefused()
    {
        return null == welcome;
    }

    Greeting welcome()
    {
        return welcome;
    }

    void open(final Connection connection)
    {
        opening.open(connection);
    }

    void withdraw()
    {
        withdrawal.run();
    }

    SessionCode code()
    {
        return code;
    }

    String message()
    {
        return message;
    }
}
