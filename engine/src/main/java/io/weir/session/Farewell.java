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

import io.weir.SessionClose;
import io.weir.SessionCloseReason;
import io.weir.codecs.SessionCode;
import io.weir.session.handshake.PeerText;

/** How a session takes its leave: why, and what of that was said and heard. Owned by the session's agent. */
final class Farewell
{
    private SessionCode code;
    private SessionCloseReason reason;
    private String text = "";
    private String message = "";
    private boolean said;
    private boolean heard;

    /** This side closes the session. */
    void close(final SessionCode why)
    {
        code = why;
        reason = SessionCloseReason.CLOSED;
    }

    /** The peer broke the protocol, whatever else was under way. */
    void violated(final String what)
    {
        code = SessionCode.PROTOCOL_VIOLATION;
        reason = SessionCloseReason.PROTOCOL_VIOLATION;
        text = what;
        message = what;
    }

    /** This side cannot go on with the session, whatever else was under way. */
    void failed(final SessionCode why, final String what)
    {
        code = why;
        reason = SessionCloseReason.FAILED;
        text = what;
        message = what;
    }

    /** The peer has said Goodbye, or refused what this side had agreed to. */
    void heard(final SessionCode why, final String words)
    {
        heard = true;
        if (null == code)
        {
            code = why;
            reason = SessionCode.RESUME_LOST == why ?
                SessionCloseReason.RESUME_REFUSED : SessionCloseReason.PEER_CLOSED;
            text = words;
        }
    }

    /** There is no way left to say or hear anything by; who was leaving keeps its code. */
    void lost(final SessionCloseReason why, final SessionCode codeIfNone, final String what)
    {
        if (!isBroken())
        {
            reason = why;
            text = what;
        }
        if (null == code)
        {
            code = codeIfNone;
        }
    }

    /** The Goodbye is sent. */
    void said()
    {
        said = true;
    }

    /** What was said went with an earlier connection, and is to be said again (N-4). */
    void unsaid()
    {
        said = false;
    }

    boolean isSaid()
    {
        return said;
    }

    boolean isHeard()
    {
        return heard;
    }

    /** {@return whether the session is past going on: the peer broke the protocol, or this side failed} */
    boolean isBroken()
    {
        return SessionCloseReason.PROTOCOL_VIOLATION == reason || SessionCloseReason.FAILED == reason;
    }

    /** {@return what Goodbye is to say} */
    SessionCode code()
    {
        return code;
    }

    /** {@return the words that go with it} */
    String message()
    {
        return message;
    }

    /** {@return what the application is told} */
    SessionClose told()
    {
        return new SessionClose(reason, code, PeerText.oneLine(text));
    }
}
