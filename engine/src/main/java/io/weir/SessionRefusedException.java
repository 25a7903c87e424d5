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

import io.weir.codecs.SessionCode;

/**
 * There is no session: the peer refused it, did not answer in time, or either engine is closing. Tells why as a code
 * for the program and as words for a person.
 */
public final class SessionRefusedException extends IllegalStateException
{
    private static final long serialVersionUID = 1L;

    private final SessionCode code;

    /**
     * Says why.
     *
     * @param code    UNAUTHENTICATED, LIMIT, VERSION, RESUME_LOST, PROTOCOL_VIOLATION or SHUTDOWN; IDLE when nobody
     *                answered, or the connection was lost on the way.
     * @param message for a person.
     */
    public SessionRefusedException(final SessionCode code, final String message)
    {
        super(message);
        this.code = code;
    }

    /**
     * Passes a refusal on to another thread.
     *
     * @param refusal that an agent has met with.
     */
    public SessionRefusedException(final SessionRefusedException refusal)
    {
        super(refusal.getMessage(), refusal);
        code = refusal.code();
    }

    /** {@return why, for the program} */
    public SessionCode code()
    {
        return code;
    }
}
