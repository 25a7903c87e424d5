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

import java.util.Locale;

/**
 * What an engine counts: one counter of each type for an engine. The type ids are pinned, so that tools of another
 * version know them; a new type takes an id that no other ever had. Unless said, a type counts events since the
 * engine's start. Types do not overlap unless one says that it counts some of what another counts.
 */
public enum CounterType
{
    /** Streams opened: counted where the Open is sent, and where it is admitted if it came from another engine. */
    STREAMS_OPEN_TOTAL(7100, Kind.TOTAL, "S-9", "streams opened"),

    /** Streams open now, tombstones and parked Opens not included. */
    STREAMS_OPEN(7101, Kind.CURRENT, "N-7", "streams open now"),

    /** Streams that ended here and whose slot waits for the peer's Close. */
    STREAM_TOMBSTONES(7102, Kind.CURRENT, "S-5", "streams ended here that wait for the peer's Close"),

    /**
     * The greatest number of frames that a stream had sent and its consumer not yet taken, as the receiver saw it: the
     * frames that were not consumed, or those that came in one duty cycle. Looked at once a run of Data and once a
     * grant, so that it may be less than there was.
     */
    STREAM_BACKLOG_HWM(7103, Kind.MAXIMUM, "C-3", "most frames that a stream had sent and its consumer not yet taken"),

    /** Frames that arrived after the end of their stream, or of its receiving, and were discarded. */
    STREAM_DROPPED_TOTAL(7104, Kind.TOTAL, "S-3", "frames discarded after the end of their stream or of its receiving"),

    /** Of the dropped frames, those of an earlier life of a slot that is in use again. */
    STREAM_STALE_TOTAL(7105, Kind.TOTAL, "W-1", "of the dropped frames, those of an earlier life of the slot"),

    /** Data below the expected seq, discarded. */
    STREAM_DUPLICATES_TOTAL(7106, Kind.TOTAL, "S-1", "Data received again and discarded"),

    /** Streams ended by Data above the expected seq. */
    STREAM_GAPS_TOTAL(7107, Kind.TOTAL, "S-1", "streams ended by a gap in their Data"),

    /** Streams ended by Data beyond the granted limit. */
    STREAM_FLOW_CONTROL_TOTAL(7108, Kind.TOTAL, "C-6", "streams ended by Data beyond their credit"),

    /** Streams ended by a frame that their state or kind forbids. */
    STREAM_VIOLATIONS_TOTAL(7109, Kind.TOTAL, "S-8", "streams ended by a frame that their state or kind forbids"),

    /** Streams whose Close told of more Data than arrived. */
    STREAM_LOSSES_TOTAL(7110, Kind.TOTAL, "S-4", "streams whose Close told of more Data than arrived"),

    /** Data frames sent. */
    STREAM_DATA_OUT_TOTAL(7111, Kind.TOTAL, "S-1", "Data frames sent"),

    /** Data frames that reached their stream, in order and within its credit. */
    STREAM_DATA_IN_TOTAL(7112, Kind.TOTAL, "S-1", "Data frames received in order"),

    /** Sends refused for want of credit. */
    STREAM_CREDIT_STALLS_TOTAL(7113, Kind.TOTAL, "C-5", "sends answered NO_CREDIT"),

    /** Sends refused because the lane, the link or a hand-over had no room for them yet. */
    STREAM_BACK_PRESSURE_TOTAL(7114, Kind.TOTAL, "T-3", "sends answered BACK_PRESSURED"),

    /** Sends refused because the message can never pass. */
    STREAM_OVERSIZE_TOTAL(7115, Kind.TOTAL, "W-3", "sends answered MAX_PAYLOAD_EXCEEDED"),

    /** Credit frames that raised nothing, and were ignored. */
    STREAM_CREDITS_IGNORED_TOTAL(7117, Kind.TOTAL, "C-1", "Credit frames that raised nothing"),

    /** Streams handed from one emitter to another. */
    STREAM_HANDOVERS_TOTAL(7118, Kind.TOTAL, "T-5", "streams handed from one emitter to another"),

    /** Frames that Flow and iterators have reserved of their sessions' pools now. */
    HELD_FRAMES(7119, Kind.CURRENT, "C-3", "frames reserved for consumers that hold them, beyond one for each stream"),

    /** Grants that were smaller than demand and window allow, because the session's pool was used up. */
    HELD_GRANTS_CUT_TOTAL(7126, Kind.TOTAL, "C-3", "grants made smaller by a used up pool of held frames"),

    /** Streams that ended with Close(END). */
    STREAMS_ENDED_TOTAL(7120, Kind.TOTAL, "S-2", "streams that closed with END"),

    /** Streams that ended with Close(ERROR). */
    STREAMS_FAILED_TOTAL(7121, Kind.TOTAL, "S-2", "streams that closed with ERROR"),

    /** Streams that ended with Close(CANCEL). */
    STREAMS_CANCELLED_TOTAL(7122, Kind.TOTAL, "S-5", "streams that closed with CANCEL"),

    /** Streams whose opener had no answer to its Cancel in time, and ended them alone. */
    STREAM_CANCEL_TIMEOUTS_TOTAL(7123, Kind.TOTAL, "S-5", "Cancels without an answer in time"),

    /** Streams that met their deadline. */
    STREAM_DEADLINES_TOTAL(7124, Kind.TOTAL, "S-10", "streams that met their deadline"),

    /** Streams ended because their session was lost. */
    STREAMS_DISCONNECTED_TOTAL(7125, Kind.TOTAL, "S-6", "streams ended by the loss of their session"),

    /** Opens answered REJECTED, whatever the cause. */
    OPENS_REJECTED_TOTAL(7130, Kind.TOTAL, "S-7", "Opens answered REJECTED"),

    /** Opens answered DEFERRED. */
    OPENS_DEFERRED_TOTAL(7131, Kind.TOTAL, "S-7", "Opens answered DEFERRED"),

    /** Opens answered DROPPED. */
    OPENS_DROPPED_TOTAL(7132, Kind.TOTAL, "S-7", "Opens answered DROPPED"),

    /** Open streams ended by policy. */
    STREAMS_KILLED_TOTAL(7133, Kind.TOTAL, "S-7", "open streams ended by policy"),

    /** Opens parked now. */
    OPENS_PARKED(7134, Kind.CURRENT, "S-7", "Opens parked now"),

    /** Of the rejected Opens, those beyond the session's limit of streams. */
    OPENS_OVER_LIMIT_TOTAL(7135, Kind.TOTAL, "N-7", "of the rejected Opens, those beyond the limit of streams"),

    /** Of the rejected Opens, those that were deferred when no more could be parked. */
    OPENS_PARKED_FULL_TOTAL(7136, Kind.TOTAL, "N-7", "of the rejected Opens, those without a place to park"),

    /** Of the rejected Opens, those that were parked until they expired. */
    OPENS_EXPIRED_TOTAL(7137, Kind.TOTAL, "S-7", "of the rejected Opens, those that expired while parked"),

    /** Opens of a capability that nobody provides. */
    OPENS_UNKNOWN_TOTAL(7138, Kind.TOTAL, "S-7", "Opens of a capability that nobody provides"),

    /** Opens with params or a window that cannot be taken. */
    OPENS_INVALID_TOTAL(7139, Kind.TOTAL, "C-2", "Opens answered INVALID_PARAMS"),

    /** Cancels of a remote peer beyond its limit in a period. */
    CANCELS_OVER_LIMIT_TOTAL(7140, Kind.TOTAL, "N-7", "Cancels beyond a remote peer's limit"),

    /** Duty cycles whose callbacks took longer than the threshold: no clock is read for each. */
    HANDLERS_SLOW_TOTAL(7150, Kind.TOTAL, "T-6", "duty cycles whose callbacks took too long"),

    /** Callbacks that threw, of providers and of consumers. */
    HANDLER_ERRORS_TOTAL(7151, Kind.TOTAL, "S-6", "callbacks that threw"),

    /** Errors given to the error log, those above included where they brought an exception. */
    ERRORS_TOTAL(7153, Kind.TOTAL, "S-6", "errors given to the error log"),

    /** Control frames that found the link full, and were sent in a later duty cycle. */
    CONTROL_DEFERRED_TOTAL(7160, Kind.TOTAL, "T-7", "control frames that had to wait for the link"),

    /** Messages of Error, Close or Cancel lost because their frame had to wait. */
    CONTROL_TEXT_LOST_TOTAL(7161, Kind.TOTAL, "T-7", "message texts lost because their frame had to wait"),

    /** Commands refused because the agent's queue was full. */
    COMMANDS_REFUSED_TOTAL(7162, Kind.TOTAL, "S-9", "commands refused by a full queue"),

    /** Lanes that applications hold now. */
    LANES_HELD(7163, Kind.CURRENT, "T-1", "lanes held by applications now"),

    /** Lanes asked for when none was left. */
    LANES_EXHAUSTED_TOTAL(7164, Kind.TOTAL, "T-1", "lanes asked for when none was left"),

    /** Claims that were aborted and became padding. */
    LANE_ABORTS_TOTAL(7165, Kind.TOTAL, "T-2", "claims aborted"),

    /** Frames that the validator refused. */
    INVALID_FRAMES_TOTAL(7170, Kind.TOTAL, "W-4", "frames that are none"),

    /** Frames of a template that this version does not know, skipped. */
    UNKNOWN_TEMPLATES_TOTAL(7171, Kind.TOTAL, "W-5", "frames of a later version's template, skipped"),

    /** Sessions opened. */
    SESSIONS_OPEN_TOTAL(7180, Kind.TOTAL, "N-2", "sessions opened"),

    /** Sessions open now. */
    SESSIONS_OPEN(7181, Kind.CURRENT, "N-2", "sessions open now"),

    /** Sessions that ended otherwise than by a Goodbye. */
    SESSIONS_LOST_TOTAL(7182, Kind.TOTAL, "N-3", "sessions that ended without a Goodbye"),

    /** Sessions ended because their peer broke the protocol; not counted as lost. */
    SESSIONS_VIOLATED_TOTAL(7183, Kind.TOTAL, "W-4", "sessions ended by a breach of protocol"),

    /** Of the lost sessions, those whose peer was not heard of in time. */
    SESSIONS_SILENT_TOTAL(7184, Kind.TOTAL, "N-3", "of the lost sessions, those whose peer fell silent"),

    /** Handshakes with peers that connected, under way now. */
    HANDSHAKES_PENDING(7190, Kind.CURRENT, "N-2", "handshakes of peers that connected, under way now"),

    /** Peers that had to wait until fewer handshakes were under way. */
    HANDSHAKES_DELAYED_TOTAL(7191, Kind.TOTAL, "N-2", "peers that had to wait for others' handshakes"),

    /** Silent peers that gave way to one that had said something. */
    HANDSHAKES_DISPLACED_TOTAL(7340, Kind.TOTAL, "N-2", "silent peers that gave way to others"),

    /** Handshakes that a peer did not bring to an end in time. */
    HANDSHAKES_TIMED_OUT_TOTAL(7192, Kind.TOTAL, "N-2", "handshakes that took too long"),

    /** Handshakes that ended because the peer, or this engine, was gone. */
    HANDSHAKES_ABANDONED_TOTAL(7193, Kind.TOTAL, "N-2", "handshakes broken off"),

    /** Peers refused with VERSION. */
    HANDSHAKES_REFUSED_VERSION_TOTAL(7194, Kind.TOTAL, "N-2", "peers refused with VERSION"),

    /** Peers refused with UNAUTHENTICATED. */
    HANDSHAKES_REFUSED_UNAUTHENTICATED_TOTAL(7195, Kind.TOTAL, "N-2", "peers refused with UNAUTHENTICATED"),

    /** Peers refused with LIMIT. */
    HANDSHAKES_REFUSED_LIMIT_TOTAL(7196, Kind.TOTAL, "N-7", "peers refused with LIMIT"),

    /** Peers refused with RESUME_LOST. */
    HANDSHAKES_REFUSED_RESUME_TOTAL(7197, Kind.TOTAL, "N-2", "peers refused with RESUME_LOST"),

    /** Peers refused with PROTOCOL_VIOLATION. */
    HANDSHAKES_REFUSED_PROTOCOL_TOTAL(7198, Kind.TOTAL, "N-2", "peers refused with PROTOCOL_VIOLATION"),

    /** Peers refused with SHUTDOWN. */
    HANDSHAKES_REFUSED_SHUTDOWN_TOTAL(7199, Kind.TOTAL, "N-2", "peers refused with SHUTDOWN"),

    /** Connections of this engine's own that did not become sessions. */
    CONNECTS_FAILED_TOTAL(7200, Kind.TOTAL, "N-2", "connections of this engine that became no session"),

    /** Attempts to listen at an address that failed, of an engine that is launched. */
    LISTENS_FAILED_TOTAL(7201, Kind.TOTAL, "T-13", "attempts to listen at an address that failed"),

    /** Clients of Aeron lost, with the media driver or without. */
    DRIVERS_LOST_TOTAL(7202, Kind.TOTAL, "T-13", "losses of the media driver"),

    /** Durable sessions without a connection now. */
    SESSIONS_DETACHED(7210, Kind.CURRENT, "N-4", "durable sessions without a connection now"),

    /** Breaks of durable sessions. */
    SESSION_DETACHES_TOTAL(7211, Kind.TOTAL, "N-4", "breaks of durable sessions"),

    /** Durable sessions that went on over another connection. */
    SESSION_RESUMES_TOTAL(7212, Kind.TOTAL, "N-4", "sessions that went on over another connection"),

    /** Resumes that this side refused, for whatever cause. */
    SESSION_RESUMES_REFUSED_TOTAL(7213, Kind.TOTAL, "N-4", "resumes that this side refused"),

    /** Frames sent again over another connection. */
    SESSION_REPLAYED_FRAMES_TOTAL(7214, Kind.TOTAL, "N-4", "frames sent again over another connection"),

    /** The most bytes that a durable session ever kept. */
    SESSION_RETAINED_BYTES_HWM(7215, Kind.MAXIMUM, "N-4", "most bytes that a durable session kept"),

    /** Domain events from outside that a world took. */
    KERNEL_EVENTS_TOTAL(7300, Kind.TOTAL, "K-7", "domain events from outside taken"),

    /** Frames of adapters that a world took. */
    KERNEL_FRAMES_TOTAL(7301, Kind.TOTAL, "K-5", "frames of effects taken"),

    /** Of the frames, those with others missing before them. */
    KERNEL_FRAME_GAPS_TOTAL(7302, Kind.TOTAL, "K-5", "of the taken frames, those that left a gap"),

    /** Receipts of adapters that a world took, malformed ones included. */
    KERNEL_RECEIPTS_TOTAL(7303, Kind.TOTAL, "K-6", "receipts of effects taken"),

    /** Receipts of intents that were settled already, otherwise than by them. */
    KERNEL_RECEIPTS_LATE_TOTAL(7304, Kind.TOTAL, "K-6", "receipts that came late, or again and differently"),

    /** Receipts that settled their intent and could not be given to its module. */
    KERNEL_RECEIPT_FAULTS_TOTAL(7305, Kind.TOTAL, "K-6", "receipts that failed their instance, or were rejected"),

    /** What operators did. */
    KERNEL_OPERATIONS_TOTAL(7306, Kind.TOTAL, "K-6", "acts of operators taken"),

    /** Inputs refused, whatever the cause, late receipts included. */
    KERNEL_REFUSED_TOTAL(7307, Kind.TOTAL, "K-7", "inputs refused"),

    /** Of the refused inputs, those for which the journal had no room. */
    KERNEL_REFUSED_FULL_TOTAL(7308, Kind.TOTAL, "K-10", "of the refused inputs, those without room in the journal"),

    /** Steps that failed: exceptions, passed limits, cascades. */
    KERNEL_STEPS_FAILED_TOTAL(7309, Kind.TOTAL, "K-2", "steps that failed"),

    /** Intents emitted, denied ones included. */
    KERNEL_INTENTS_TOTAL(7310, Kind.TOTAL, "K-3", "intents emitted"),

    /** Intents open now. */
    KERNEL_INTENTS_OPEN(7311, Kind.CURRENT, "K-4", "intents open now"),

    /** Instances now, failed ones included. */
    KERNEL_INSTANCES(7312, Kind.CURRENT, "K-1", "instances now"),

    /** Continuations that wait now. */
    KERNEL_QUEUED(7313, Kind.CURRENT, "K-7", "continuations waiting now"),

    /** Attempts that adapters have taken. */
    KERNEL_DISPATCHED_TOTAL(7314, Kind.TOTAL, "K-12", "attempts handed to adapters"),

    /** Attempts that have been started and not been taken now. */
    KERNEL_DISPATCHES_WAITING(7315, Kind.CURRENT, "K-12", "attempts started and not taken now"),

    /** Cancels that adapters have taken. */
    KERNEL_CANCELS_TOTAL(7316, Kind.TOTAL, "K-6", "cancels handed to adapters"),

    /** Snapshots that stand. */
    KERNEL_SNAPSHOTS_TOTAL(7317, Kind.TOTAL, "K-9", "snapshots made"),

    /** Snapshots that could not be written. */
    KERNEL_SNAPSHOTS_FAILED_TOTAL(7318, Kind.TOTAL, "K-9", "snapshots that could not be written"),

    /** The longest time for which a snapshot kept the kernel's thread at once, in nanoseconds. */
    KERNEL_SNAPSHOT_PAUSE_HWM(7319, Kind.MAXIMUM, "K-9", "longest pause by a snapshot, in nanoseconds"),

    /** How often the wall clock fell behind the time of the journal by more than a second: timers stand still then. */
    KERNEL_CLOCK_BEHIND_TOTAL(7320, Kind.TOTAL, "K-14", "times the clock was found set back by more than a second"),

    /** Batches journaled. */
    JOURNAL_BATCHES_TOTAL(7330, Kind.TOTAL, "K-7", "batches journaled"),

    /** Bytes journaled, with headers and padding. */
    JOURNAL_BYTES_TOTAL(7331, Kind.TOTAL, "K-10", "bytes journaled"),

    /** Groups of batches that were given to the operating system together. */
    JOURNAL_GROUPS_TOTAL(7332, Kind.TOTAL, "K-7", "groups of batches written"),

    /** Segments entered. */
    JOURNAL_SEGMENTS_TOTAL(7333, Kind.TOTAL, "K-10", "segments entered"),

    /** Old segments removed. */
    JOURNAL_SEGMENTS_DELETED_TOTAL(7334, Kind.TOTAL, "K-9", "old segments deleted"),

    /** Forces of the disk. */
    JOURNAL_FORCES_TOTAL(7335, Kind.TOTAL, "K-10", "forces of the disk"),

    /** The longest force, in nanoseconds. */
    JOURNAL_FORCE_TIME_HWM(7336, Kind.MAXIMUM, "K-10", "longest force of the disk, in nanoseconds"),

    /** Bytes journaled and not known to be forced now. */
    JOURNAL_UNFORCED_BYTES(7337, Kind.CURRENT, "K-10", "bytes journaled and not forced now");

    private final int typeId;
    private final Kind kind;
    private final String ruleId;
    private final String doc;

    CounterType(final int typeId, final Kind kind, final String ruleId, final String doc)
    {
        this.typeId = typeId;
        this.kind = kind;
        this.ruleId = ruleId;
        this.doc = doc;
    }

    /**
     * {@return the type id under which readers find it; pinned}
     */
    public int typeId()
    {
        return typeId;
    }

    /**
     * {@return how its value moves}
     */
    public Kind kind()
    {
        return kind;
    }

    /**
     * {@return its name, such as {@code streams_open_total}}
     */
    public String label()
    {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * {@return what it counts, in a few words}
     */
    public String doc()
    {
        return doc;
    }

    /**
     * {@return the id of the rule that it is the evidence of, such as {@code S-3}}
     */
    public String ruleId()
    {
        return ruleId;
    }

    /**
     * {@return the type with the id, or null if this version knows none}
     *
     * @param typeId as read from a counter.
     */
    public static CounterType ofTypeId(final int typeId)
    {
        for (final CounterType type : values())
        {
            if (type.typeId == typeId)
            {
                return type;
            }
        }
        return null;
    }

    /**
     * How the value of a counter moves.
     */
    public enum Kind
    {
        /** Events since the start; only rises. */
        TOTAL,

        /** What is there now; rises and falls. */
        CURRENT,

        /** The greatest value seen; only rises. */
        MAXIMUM
    }
}
