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

package io.weir.journal;

/**
 * Says in words what is wrong with a journal, where, and what to do. Nothing that was accepted before is lost by it.
 */
public final class JournalException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /** What kind of trouble. */
    private final Reason reason;
    /** Where in the journal, or {@link #NO_POSITION}. */
    private final long position;

    /** The position of trouble that has none. */
    public static final long NO_POSITION = -1;

    /**
     * What kind of trouble it is.
     */
    public enum Reason
    {
        /** Another process, or another journal of this one, has the directory open. */
        LOCKED,

        /** Bytes that had been forced to the disk are not what was written. */
        DAMAGED,

        /** Its end was cut off at the opening: nothing of it had been forced to the disk. The journal is open. */
        CUT,

        /** The directory is a copy of another (or was restored), and nobody has said which of the two goes on. */
        COPIED,

        /** The directory or a file in it is not a journal's, or that of a version this one does not know. */
        FOREIGN,

        /** The disk refused or failed; the cause says how. */
        DISK,

        /** A force failed before: what is on the disk is unknown, and the journal takes nothing more. */
        FAILED
    }

    /**
     * Trouble with a journal.
     *
     * @param reason   what kind.
     * @param position where in the journal, or {@link #NO_POSITION}.
     * @param message  what, where, and what to do.
     * @param cause    or null.
     */
    public JournalException(final Reason reason, final long position, final String message, final Throwable cause)
    {
        super(message, cause);
        this.reason = reason;
        this.position = position;
    }

    JournalException(final Reason reason, final String message)
    {
        this(reason, NO_POSITION, message, null);
    }

    JournalException(final String what, final Exception cause)
    {
        this(Reason.DISK, NO_POSITION, what + ": " + cause, cause);
    }

    /** {@return what kind of trouble it is} */
    public Reason reason()
    {
        return reason;
    }

    /** {@return where in the journal, or {@link #NO_POSITION}} */
    public long position()
    {
        return position;
    }
}
