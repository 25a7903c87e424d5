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
package io.weir.kernel.sim;

/** What goes wrong in a simulated world; each must really have happened over the default seeds. */
enum FaultKind
{
    /** The machine lost its power: unforced sectors are there or not, in any combination. */
    POWER_LOST,
    /** The process was killed; the operating system keeps what it had. */
    PROCESS_KILLED,
    /** All stopped at an operation of the disk, in the middle of whatever was going on. */
    STOPPED_AT_AN_OPERATION,
    /** All stopped while the world was being opened. */
    STOPPED_WHILE_OPENING,
    /** A force failed: the journal is done for. */
    FORCE_FAILED,
    /** The disk was full, and an input was refused for it. */
    DISK_FULL,
    /** Batches that had been accepted were gone after a crash; nobody had been told of them. */
    BATCHES_LOST,
    /** The journal had a torn end that was cut. */
    TAIL_CUT,
    /** The system wrote sectors of its own accord, in its own order. */
    WRITTEN_OUT_OF_ORDER,
    /** A snapshot was left unfinished. */
    SNAPSHOT_ABANDONED,
    /** A world changed while its snapshot was being copied. */
    SNAPSHOT_UNDER_WORK,
    /** A receipt came after something else than the adapter had settled its intent. */
    LATE_RECEIPT,
    /** A receipt came twice. */
    DUPLICATE_RECEIPT,
    /** A second receipt said something else than the first. */
    CONFLICTING_RECEIPT,
    /** A frame came again, or behind later ones. */
    FRAME_OUT_OF_ORDER,
    /** A frame of an attempt whose lease has ended. */
    STALE_ATTEMPT_FRAME,
    /** A receipt of an attempt whose lease has ended. */
    STALE_ATTEMPT_RECEIPT,
    /** A frame of an intent that never was. */
    UNKNOWN_INTENT_FRAME,
    /** A receipt of an intent that never was. */
    UNKNOWN_INTENT_RECEIPT,
    /** A gap that the kind's policy takes. */
    GAP_ACCEPTED,
    /** A gap that it does not. */
    GAP_REFUSED,
    /** A gap as large as numbers go. */
    HUGE_GAP,
    /** A frame that names another module. */
    WRONG_MODULE,
    /** A frame that names another instance. */
    WRONG_KEY,
    /** A frame that names another kind of effect. */
    WRONG_KIND,
    /** A frame with another fence. */
    WRONG_FENCE,
    /** A frame whose payload is too long. */
    MALFORMED_FRAME,
    /** A receipt whose payload does not pass. */
    MALFORMED_RECEIPT,
    /** Bytes that are no message. */
    MALFORMED_MESSAGE,
    /** A frame after its intent was settled. */
    FRAME_AFTER_SETTLEMENT,
    /** A frame for a module that takes none. */
    FRAME_WITHOUT_HANDLER,
    /** A receipt that says that frames are missing. */
    TRUNCATED_STREAM,
    /** More inputs at once than a lane holds. */
    FLOOD,
    /** An event that nobody knows, or without its key. */
    BAD_EVENT,
    /** An event for an instance that has failed. */
    EVENT_TO_FAILED_INSTANCE,
    /** A step threw. */
    STEP_THREW,
    /** A step on a receipt threw: its instance failed. */
    INSTANCE_FAILED,
    /** A chain of events was too long. */
    CASCADE_TOO_DEEP,
    /** A step put out more than it may. */
    STEP_BEYOND_LIMITS,
    /** A gate refused an effect. */
    EFFECT_DENIED,
    /** A deadline passed before there was a receipt. */
    DEADLINE_PASSED,
    /** An attempt was lost with its process and could not be begun again. */
    ATTEMPT_LOST,
    /** An operator settled an intent under its adapter. */
    OPERATOR_SETTLED,
    /** The wall clock went back. */
    CLOCK_WENT_BACK,
    /** An adapter had no room for an attempt, or for a cancel. */
    ADAPTER_BUSY,
    /** Nobody was there to take an effect. */
    ADAPTER_ABSENT
}
