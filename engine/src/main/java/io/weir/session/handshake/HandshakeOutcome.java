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

/** Hears how the connector's side of a handshake ends, once. On the agent. */
public interface HandshakeOutcome
{
    /**
     * The peer has admitted us; its next frame is the session's first.
     *
     * @param connection that both agree on; from here on the caller's.
     * @param welcome    what the peer grants, which is no more than was asked for.
     */
    void onWelcome(Connection connection, Greeting welcome);

    /**
     * There will be no session on this connection, which is closed already.
     *
     * @param code    why.
     * @param message for a person.
     */
    void onRefused(SessionCode code, String message);
}
