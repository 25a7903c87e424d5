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

package io.weir.counters;

/**
 * A file of counters that cannot be made or read. The message says which, why, and what to do.
 */
public final class CountersException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /**
     * Says what is wrong.
     *
     * @param message with all that a reader needs to put it right.
     */
    public CountersException(final String message)
    {
        super(message);
    }

    /**
     * Says what is wrong, and what it came from.
     *
     * @param message with all that a reader needs to put it right.
     * @param cause   of it.
     */
    public CountersException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
