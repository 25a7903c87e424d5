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

package io.weir.policy;

import java.util.Objects;

/**
 * An answer of policy, with a message for the opener. Immutable.
 *
 * @param answer  of policy.
 * @param message for the opener, which travels in the Error frame; empty for {@link Answer#ALLOW}.
 */
public record Decision(Answer answer, String message)
{
    /** The stream may be opened, or may go on. */
    public static final Decision ALLOW = new Decision(Answer.ALLOW, "");

    /**
     * Checks that all is said.
     *
     * @param answer  of policy.
     * @param message for the opener.
     */
    public Decision
    {
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(message, "message");
    }

    /**
     * {@return the decision to refuse an Open}
     *
     * @param message for the opener.
     */
    public static Decision rejected(final String message)
    {
        return new Decision(Answer.REJECTED, message);
    }

    /**
     * {@return the decision to park an Open}
     *
     * @param message for the opener.
     */
    public static Decision deferred(final String message)
    {
        return new Decision(Answer.DEFERRED, message);
    }

    /**
     * {@return the decision to end an Open without its reaching the provider}
     *
     * @param message for the opener.
     */
    public static Decision dropped(final String message)
    {
        return new Decision(Answer.DROPPED, message);
    }

    /**
     * {@return the decision to end an open stream}
     *
     * @param message for the opener.
     */
    public static Decision killed(final String message)
    {
        return new Decision(Answer.KILLED, message);
    }

    /**
     * {@return whether the stream may be opened, or may go on}
     */
    public boolean isAllowed()
    {
        return answer == Answer.ALLOW;
    }
}
