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

import java.util.regex.Pattern;

/**
 * A peer outside the process broke the protocol, or cannot go on: for the error log, never thrown. The log keeps each
 * text once and counts it, so here is nothing that the peer chooses, and no stack, which would tell nothing of its
 * fault: nobody can fill the log from outside.
 */
final class PeerBreachException extends RuntimeException
{
    private static final long serialVersionUID = 1L;
    /** Stream ids are in hexadecimal. */
    private static final Pattern NUMBER = Pattern.compile("\\b[0-9a-f]*[0-9][0-9a-f]*\\b");

    /**
     * Says what happened.
     *
     * @param what happened, in which nothing is the peer's but numbers.
     */
    PeerBreachException(final String what)
    {
        super(NUMBER.matcher(what).replaceAll("#"), null, false, false);
    }
}
