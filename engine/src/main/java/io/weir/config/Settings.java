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

package io.weir.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * Every option of Weir, in the order of the documentation.
 */
public final class Settings
{
    private static final int MAX_WINDOW = 65_534;
    private static final int MAX_STREAMS = 1 << 24;
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;
    private static final long MICROSECOND_NS = 1_000;
    private static final long MILLISECOND_NS = 1_000 * MICROSECOND_NS;
    private static final long SECOND_NS = 1_000 * MILLISECOND_NS;
    private static final long HOUR_NS = 3_600 * SECOND_NS;
    private static final long MIN_TICK_NS = 1 << 16;
    private static final long MAX_TICK_NS = 1 << 30;
    private static final long DEFAULT_TICK_NS = 1 << 20;

    /** The profile: values that stand in for the defaults. */
    public static final Setting<String> PROFILE =
        Setting
            .ofString("weir.profile", String.join(", ", SettingsProfile.READY) + ", or the path of a properties file")
            .build("default", "Profile whose values stand in for the defaults of this table.");

    /** Frames that a peer may send ahead of what was consumed (C-3). */
    public static final Setting<Integer> STREAM_WINDOW_SIZE = Setting.ofInt("weir.stream.window.size", 1, MAX_WINDOW)
        .environment("CAPS_STREAM_WINDOW_SIZE").unit("frames")
        .build(64, "Window of a stream: Data frames that its peer may send ahead of what was consumed.");

    /** The most that any window can be (C-3). */
    public static final Setting<Integer> STREAM_QUEUE_MAX = Setting.ofInt("weir.stream.queue.max", 1, MAX_WINDOW)
        .environment("CAPS_STREAM_QUEUE_MAX").unit("frames")
        .build(1024, "Most frames that a stream may have received and not consumed; no window can be larger.");

    /** Whether any stream is admitted (S-7). */
    public static final Setting<Boolean> STREAMS_ENABLED = Setting.ofBoolean("weir.streams.enabled")
        .environment("CAPS_ENABLE_STREAMS")
        .build(true, "Whether streams are admitted; if not, every Open is answered REJECTED.");

    /** How long an opener waits for the answer to its Cancel (S-5). */
    public static final Setting<Long> STREAM_CANCEL_TIMEOUT = duration("weir.stream.cancel.timeout")
        .build(5 * SECOND_NS, "Time an opener waits for the answer to its Cancel, before it ends the stream alone.");

    /** Streams of a session, each way (N-7). */
    public static final Setting<Integer> SESSION_STREAMS_MAX = Setting.ofInt("weir.session.streams.max", 1, MAX_STREAMS)
        .unit("streams")
        .build(1024, "Most streams of a session, cancelled but running ones and tombstones included.");

    /** Frames that consumers of a session may hold (C-3). */
    public static final Setting<Integer> SESSION_HELD_MAX = Setting.ofInt("weir.session.held.max", 0, 1 << 26)
        .unit("frames")
        .build(65_536,
            "Most frames that Flow subscribers and iterators of a session hold, besides one for each stream.");

    /** Opens of a session that wait for a later decision (S-7, N-7). */
    public static final Setting<Integer> SESSION_PARKED_MAX = Setting.ofInt("weir.session.parked.max", 0, MAX_STREAMS)
        .unit("opens")
        .build(1024, "Most Opens of a session that policy has deferred; further ones are answered REJECTED.");

    /** Cancels of a remote peer in a period (N-7). */
    public static final Setting<Integer> SESSION_CANCELS_MAX = Setting.ofInt("weir.session.cancels.max", 1, MAX_STREAMS)
        .unit("cancels")
        .build(200, "Most Cancels that a remote peer may send in a period, of its own streams that had not ended.");

    /** The period of {@link #SESSION_CANCELS_MAX} (N-7). */
    public static final Setting<Long> SESSION_CANCELS_PERIOD = duration("weir.session.cancels.period")
        .build(30 * SECOND_NS, "Period in which Cancels are counted.");

    /** How long a closing session waits for its streams (S-10). */
    public static final Setting<Long> SESSION_CLOSE_TIMEOUT = duration("weir.session.close.timeout")
        .build(5 * SECOND_NS, "Time a closing session lets its streams finish, before it interrupts them.");

    /** Sessions with peers outside the process (N-7). */
    public static final Setting<Integer> SESSION_REMOTE_MAX = Setting.ofInt("weir.session.remote.max", 1, 32_768)
        .unit("sessions")
        .build(256,
            "Most sessions that an agent admits from outside the process; further ones are refused with LIMIT.");

    /** How often a side says that it is alive (N-3). */
    public static final Setting<Long> SESSION_HEARTBEAT_INTERVAL = duration("weir.session.heartbeat.interval")
        .build(SECOND_NS, "Time between the heartbeats of a session with a peer outside the process.");

    /** How long a peer may be silent (N-3). */
    public static final Setting<Long> SESSION_LOSS_TIMEOUT = duration("weir.session.loss.timeout")
        .build(5 * SECOND_NS, "Time without a frame of a peer outside the process, after which its session is lost.");

    /** How long a handshake may take (N-2). */
    public static final Setting<Long> HANDSHAKE_TIMEOUT = duration("weir.handshake.timeout")
        .build(5 * SECOND_NS, "Time in which a peer outside the process must be admitted, counted on either side.");

    /** Handshakes under way (N-2). */
    public static final Setting<Integer> HANDSHAKE_PENDING_MAX = Setting.ofInt("weir.handshake.pending.max", 1, 1024)
        .unit("handshakes")
        .build(16, "Most handshakes that an agent accepts at a time; further peers wait their turn.");

    /** Whether sessions that this engine connects are to outlive their connections (N-4). */
    public static final Setting<Boolean> SESSION_DURABLE = Setting.ofBoolean("weir.session.durable")
        .build(false, "Whether a session to another process outlives its connections; the connector's to say.");

    /** Durable sessions that an agent admits (N-4). */
    public static final Setting<Integer> SESSION_DURABLE_MAX = Setting.ofInt("weir.session.durable.max", 0, 32_768)
        .unit("sessions")
        .build(64, "Most durable sessions that an agent admits; further ones are told that they are not.");

    /** What a durable session keeps until its peer has confirmed it (N-4). */
    public static final Setting<Integer> SESSION_RETENTION_LENGTH =
        Setting.ofBytes("weir.session.retention.length", 64 * KIB, 512 * MIB, Setting.Step.POWER_OF_TWO)
            .build(4 * MIB,
                "Length of what a durable session keeps until its peer confirms it; more than two longest frames.");

    /** How long a durable session waits for another connection (N-4). */
    public static final Setting<Long> SESSION_RETENTION_TIME = duration("weir.session.retention.time")
        .build(60 * SECOND_NS, "Time a durable session waits without a connection, before it ends with RESUME_LOST.");

    /** The delay before a durable session's first attempt to connect again (N-4). */
    public static final Setting<Long> SESSION_RECONNECT_DELAY_FIRST = duration("weir.session.reconnect.delay.first")
        .build(20 * MILLISECOND_NS, "Delay before a durable session's first attempt to connect again.");

    /** What each further delay is longer by (N-4). */
    public static final Setting<Integer> SESSION_RECONNECT_FACTOR =
        Setting.ofInt("weir.session.reconnect.factor", 1, 100).unit("times")
            .build(2, "What the delay before each further attempt is multiplied by.");

    /** The longest delay between attempts (N-4). */
    public static final Setting<Long> SESSION_RECONNECT_DELAY_MAX = duration("weir.session.reconnect.delay.max")
        .build(2 * SECOND_NS, "Longest delay between attempts; of each, up to a half is left out by chance.");

    /** The seed of the chance in these delays (N-4). */
    public static final Setting<Integer> SESSION_RECONNECT_SEED =
        Setting.ofInt("weir.session.reconnect.seed", 0, Integer.MAX_VALUE)
            .build(0, "Seed of the chance in these delays; 0 takes another one each time.");

    /** How long a deferred Open is kept (S-7). */
    public static final Setting<Long> POLICY_DEFERRED_EXPIRY = duration("weir.policy.deferred.expiry")
        .build(5 * SECOND_NS, "Time a deferred Open is kept, before it is answered REJECTED.");

    /** The longest frame, header included (W-3). */
    public static final Setting<Integer> FRAME_MAX =
        Setting.ofBytes("weir.frame.max", 128, 64 * KIB, Setting.Step.MULTIPLE_OF_8)
            .build(4 * KIB, "Longest frame, its header included; a longer message travels as several.");

    /** The length of a lane's ring (T-1). */
    public static final Setting<Integer> LANE_LENGTH =
        Setting.ofBytes("weir.lane.length", 16 * KIB, 64 * MIB, Setting.Step.POWER_OF_TWO)
            .build(256 * KIB, "Length of the ring from one emitter into one agent; at least four longest frames.");

    /** The length of a lane's cell (T-2). */
    public static final Setting<Integer> LANE_CELL_LENGTH =
        Setting.ofBytes("weir.lane.cell.length", 16, 4 * KIB, Setting.Step.POWER_OF_TWO)
            .build(16,
                "Length of a cell of a lane; a frame takes whole cells, so that small ones pack records densely.");

    /** Lanes that applications can acquire from an engine (T-1). */
    public static final Setting<Integer> LANE_MAX = Setting.ofInt("weir.lane.max", 0, 1024).unit("lanes")
        .build(16, "Most lanes that the application's own threads can hold at a time.");

    /** Lanes shared by emitters without one (T-1). */
    public static final Setting<Integer> LANE_STRIPES = Setting.ofInt("weir.lane.stripes", 1, 64).unit("lanes")
        .build(4, "Lanes that emitters without one of their own share under locks.");

    /** Frames polled from one lane before the next has its turn (T-1). */
    public static final Setting<Integer> LANE_POLL_LIMIT = Setting.ofInt("weir.lane.poll.limit", 1, 65_536)
        .unit("frames")
        .build(256, "Most frames that an agent takes from a lane before the next lane has its turn.");

    /** Commits of a duty cycle that are published together (T-3). */
    public static final Setting<Integer> LANE_PUBLISH_BATCH = Setting.ofInt("weir.lane.publish.batch", 1, 1024)
        .unit("frames")
        .build(32, "Most frames of 64 bytes of payload of a duty cycle that wait to be published together; as many " +
            "bytes of others.");

    /** Commands of other threads that wait for an agent (S-9). */
    public static final Setting<Integer> COMMAND_QUEUE_MAX = Setting.ofInt("weir.command.queue.max", 16, 1 << 20)
        .unit("commands")
        .build(1024, "Most commands of other threads that wait for an agent; more are answered BACK_PRESSURED, as " +
            "are those of a session of which as many wait for room in its link.");

    /** Threads on which an engine calls methods of provided interfaces. */
    public static final Setting<Integer> CALL_THREADS_MAX = Setting.ofInt("weir.call.threads.max", 1, 65_536)
        .unit("threads")
        .build(256, "Most threads that call methods of provided interfaces which may take their time.");

    /** Messages of several frames to provided interfaces (W-3). */
    public static final Setting<Integer> MESSAGE_MAX =
        Setting.ofBytes("weir.message.max", KIB, 1024 * MIB, Setting.Step.ANY)
            .build(MIB, "Longest message of several frames that is put together for provided interfaces.");

    /** Agents of an engine (T-6). */
    public static final Setting<Integer> ENGINE_AGENTS = Setting.ofInt("weir.engine.agents", 1, 64).unit("agents")
        .build(1, "Agents of an engine; each session belongs to one of them.");

    /** Which threads drive the agents (T-6). */
    public static final Setting<Threading> ENGINE_THREADING = Setting.ofEnum("weir.engine.threading", Threading.class)
        .build(Threading.RUNNER, "A thread for each agent, one shared by all, or the application's own duty cycle.");

    /** What agents do when idle (T-6). */
    public static final Setting<IdleKind> ENGINE_IDLE = Setting.ofEnum("weir.engine.idle", IdleKind.class)
        .build(IdleKind.BACKOFF, "What an agent's thread does when it finds no work.");

    /** When a handler is counted as slow (T-6). */
    public static final Setting<Long> HANDLER_SLOW_THRESHOLD =
        Setting.ofDuration("weir.handler.slow.threshold", MICROSECOND_NS, HOUR_NS, Setting.Step.ANY)
            .build(MILLISECOND_NS, "Time in the handlers of one duty cycle beyond which it is counted as slow.");

    /** Where the mapped counters lie. */
    public static final Setting<String> COUNTERS_DIR =
        Setting.ofString("weir.counters.dir", "a directory; empty: weir-USER in the temporary directory; none")
            .build("", "Directory of the files that show counters and errors to tools; with none they stay in memory.");

    /** Resolution of deadlines and limits (S-10). */
    public static final Setting<Long> TIMER_TICK =
        Setting.ofDuration("weir.timer.tick", MIN_TICK_NS, MAX_TICK_NS, Setting.Step.POWER_OF_TWO)
            .build(DEFAULT_TICK_NS, "Resolution of deadlines and time limits.");

    /** What a launch does about an address that cannot be listened at (T-13). */
    public static final Setting<Boolean> LISTEN_RETRY = Setting.ofBoolean("weir.listen.retry")
        .build(false, "Whether an engine is launched when an address cannot be listened at, and tries every second; " +
            "if not, its launch fails.");

    /** Which media driver is used (N-6). */
    public static final Setting<String> AERON_DIR =
        Setting.ofString("weir.aeron.dir", "a directory; empty: the process launches a driver of its own")
            .build("", "Directory of the media driver of Aeron that sessions to other processes use.");

    /** Threads of an embedded media driver (N-6). */
    public static final Setting<DriverThreading> AERON_DRIVER_THREADING =
        Setting.ofEnum("weir.aeron.driver.threading", DriverThreading.class)
            .build(DriverThreading.AUTO, "Threads of a media driver that Weir launches.");

    /** Who invokes a media driver without threads (N-6). */
    public static final Setting<Integer> AERON_DRIVER_AGENT = Setting.ofInt("weir.aeron.driver.agent", 0, 63)
        .build(0, "Agent that invokes a media driver without a thread, in the order in which they first use it.");

    /** What an embedded media driver's threads do when idle (N-6). */
    public static final Setting<IdleKind> AERON_DRIVER_IDLE = Setting.ofEnum("weir.aeron.driver.idle", IdleKind.class)
        .build(IdleKind.BACKOFF, "What the threads of a media driver that Weir launches do when they find no work.");

    /** When a media driver is taken for dead (N-3). */
    public static final Setting<Long> AERON_DRIVER_TIMEOUT =
        Setting.ofDuration("weir.aeron.driver.timeout", SECOND_NS, HOUR_NS, Setting.Step.ANY)
            .build(10 * SECOND_NS, "Time without a sign of life after which a media driver is taken for dead.");

    /** Peers of one address at a time (N-2). */
    public static final Setting<Integer> AERON_SESSIONS_MAX = Setting.ofInt("weir.aeron.sessions.max", 1, 1 << 20)
        .unit("images")
        .build(1024, "Most peers, strangers included, that a media driver launched by Weir lets send to an address.");

    /** Length of a term (N-6). */
    public static final Setting<Integer> AERON_TERM_LENGTH =
        Setting.ofBytes("weir.aeron.term.length", 64 * KIB, 1024 * MIB, Setting.Step.POWER_OF_TWO)
            .build(MIB, "Length of a term; a publication takes three, and half a term is how far it may be ahead.");

    /** What IPC takes whole (W-3). */
    public static final Setting<Integer> AERON_IPC_MTU =
        Setting.ofBytes("weir.aeron.ipc.mtu", 192, 65_504, Setting.Step.MULTIPLE_OF_32)
            .build(4 * KIB + 32, "Longest frame between processes of a machine, with Aeron's header of 32 bytes.");

    /** What UDP takes whole (W-3). */
    public static final Setting<Integer> AERON_UDP_MTU =
        Setting.ofBytes("weir.aeron.udp.mtu", 192, 65_504, Setting.Step.MULTIPLE_OF_32)
            .build(1408, "Longest datagram between machines; a frame is at most 32 bytes shorter.");

    /** Where a world's journal lies (K-10). */
    public static final Setting<String> JOURNAL_DIR =
        Setting.ofString("weir.journal.dir", "a directory; empty: none, and a journal must be given one")
            .build("", "Directory of a world's journal, its snapshots and blobs.");

    /** What commits survive (K-7). */
    public static final Setting<Durability> JOURNAL_DURABILITY =
        Setting.ofEnum("weir.journal.durability", Durability.class)
            .build(Durability.PROCESS,
                "What a commit survives before anything that rests on it is released: the process, or power loss.");

    /** The length of a journal's segments (K-10). */
    public static final Setting<Integer> JOURNAL_SEGMENT_LENGTH =
        Setting.ofBytes("weir.journal.segment.length", 16 * KIB, 1024 * MIB, Setting.Step.POWER_OF_TWO)
            .build(64 * MIB, "Length of a new journal's segments; a journal that exists keeps its own.");

    /** What to do with a copied journal (K-1). */
    public static final Setting<CopyChoice> JOURNAL_COPIED = Setting.ofEnum("weir.journal.copied", CopyChoice.class)
        .build(CopyChoice.REFUSE,
            "What to do when the directory is a copy: not open it, go on as the same world, or as a new one.");

    /** Snapshots kept (K-9). */
    public static final Setting<Integer> JOURNAL_SNAPSHOTS_KEPT =
        Setting.ofInt("weir.journal.snapshots.kept", 1, 1024).unit("snapshots")
            .build(2, "Newest snapshots that are kept; older ones are removed when another is complete.");

    /** Whether old segments are deleted (K-9). */
    public static final Setting<Boolean> JOURNAL_SEGMENTS_DELETE =
        Setting.ofBoolean("weir.journal.segments.delete")
            .build(false, "Whether segments are deleted that lie before the oldest kept snapshot; if not, all stay.");

    /** Inputs taken from one source before the next has its turn: what a group is made of (K-7). */
    public static final Setting<Integer> KERNEL_POLL_LIMIT = Setting.ofInt("weir.kernel.poll.limit", 1, 65_536)
        .unit("inputs")
        .build(256, "Most inputs of a source in a duty cycle; all of a cycle's batches become durable as one group.");

    /** Batches that nobody outside asked for, made in one duty cycle (K-7). */
    public static final Setting<Integer> KERNEL_CONTINUATIONS_LIMIT =
        Setting.ofInt("weir.kernel.continuations.limit", 1, 65_536).unit("batches")
            .build(256, "Most batches of a duty cycle for what is due, lost or queued.");

    /** Attempts that wait to be handed to adapters (K-12). */
    public static final Setting<Integer> KERNEL_DISPATCH_MAX = Setting.ofInt("weir.kernel.dispatch.max", 1, 1 << 20)
        .unit("attempts")
        .build(1024, "Most attempts of an adapter that were started and not taken yet; control intents come on top.");

    /** The length of a source's rings (T-1). */
    public static final Setting<Integer> KERNEL_LANE_LENGTH =
        Setting.ofBytes("weir.kernel.lane.length", 16 * KIB, 64 * MIB, Setting.Step.POWER_OF_TWO)
            .build(256 * KIB, "Length of the rings of a source, at least four of the longest inputs.");

    /** Answers that wait for durability (K-7). */
    public static final Setting<Integer> KERNEL_ANSWERS_MAX = Setting.ofInt("weir.kernel.answers.max", 1, 1 << 20)
        .unit("answers")
        .build(4096, "Most answers to a source that wait for durability or for room; beyond, its inputs wait.");

    /** Blobs that are kept for inputs under way (K-15). */
    public static final Setting<Integer> KERNEL_BLOBS_MAX = Setting.ofInt("weir.kernel.blobs.max", 1, 1 << 20)
        .unit("blobs")
        .build(4096, "Most blobs that are retained for inputs which have not been answered yet.");

    /** How often snapshots are made (K-9). */
    public static final Setting<Integer> KERNEL_SNAPSHOT_INTERVAL =
        Setting.ofInt("weir.kernel.snapshot.interval", 0, Integer.MAX_VALUE).unit("batches")
            .build(0, "Batches after which a snapshot is made; 0 only when asked, and at the close.");

    /** Whether the close makes a snapshot (K-9). */
    public static final Setting<Boolean> KERNEL_SNAPSHOT_CLOSE = Setting.ofBoolean("weir.kernel.snapshot.close")
        .build(true, "Whether closing a world makes a snapshot, from which the next opening begins.");

    /** Instances copied in one duty cycle (K-9). */
    public static final Setting<Integer> KERNEL_SNAPSHOT_PORTION =
        Setting.ofInt("weir.kernel.snapshot.portion", 1, 1 << 20).unit("instances")
            .build(256, "Instances that a snapshot copies in a duty cycle: its speed, and the pause that it makes.");

    /** Whether steps are run twice (K-2). */
    public static final Setting<Boolean> KERNEL_CHECK = Setting.ofBoolean("weir.kernel.check")
        .build(false, "Whether every step is run twice and its answers compared; for development.");

    private static final List<Setting<?>> ALL = List.of(
        PROFILE,
        STREAM_WINDOW_SIZE,
        STREAM_QUEUE_MAX,
        STREAMS_ENABLED,
        STREAM_CANCEL_TIMEOUT,
        SESSION_STREAMS_MAX,
        SESSION_HELD_MAX,
        SESSION_PARKED_MAX,
        SESSION_CANCELS_MAX,
        SESSION_CANCELS_PERIOD,
        SESSION_CLOSE_TIMEOUT,
        SESSION_REMOTE_MAX,
        SESSION_HEARTBEAT_INTERVAL,
        SESSION_LOSS_TIMEOUT,
        HANDSHAKE_TIMEOUT,
        HANDSHAKE_PENDING_MAX,
        SESSION_DURABLE,
        SESSION_DURABLE_MAX,
        SESSION_RETENTION_LENGTH,
        SESSION_RETENTION_TIME,
        SESSION_RECONNECT_DELAY_FIRST,
        SESSION_RECONNECT_FACTOR,
        SESSION_RECONNECT_DELAY_MAX,
        SESSION_RECONNECT_SEED,
        POLICY_DEFERRED_EXPIRY,
        FRAME_MAX,
        LANE_LENGTH,
        LANE_CELL_LENGTH,
        LANE_MAX,
        LANE_STRIPES,
        LANE_POLL_LIMIT,
        LANE_PUBLISH_BATCH,
        COMMAND_QUEUE_MAX,
        CALL_THREADS_MAX,
        MESSAGE_MAX,
        ENGINE_AGENTS,
        ENGINE_THREADING,
        ENGINE_IDLE,
        HANDLER_SLOW_THRESHOLD,
        COUNTERS_DIR,
        TIMER_TICK,
        LISTEN_RETRY,
        AERON_DIR,
        AERON_DRIVER_THREADING,
        AERON_DRIVER_AGENT,
        AERON_DRIVER_IDLE,
        AERON_DRIVER_TIMEOUT,
        AERON_SESSIONS_MAX,
        AERON_TERM_LENGTH,
        AERON_IPC_MTU,
        AERON_UDP_MTU,
        JOURNAL_DIR,
        JOURNAL_DURABILITY,
        JOURNAL_SEGMENT_LENGTH,
        JOURNAL_COPIED,
        JOURNAL_SNAPSHOTS_KEPT,
        JOURNAL_SEGMENTS_DELETE,
        KERNEL_POLL_LIMIT,
        KERNEL_CONTINUATIONS_LIMIT,
        KERNEL_DISPATCH_MAX,
        KERNEL_LANE_LENGTH,
        KERNEL_ANSWERS_MAX,
        KERNEL_BLOBS_MAX,
        KERNEL_SNAPSHOT_INTERVAL,
        KERNEL_SNAPSHOT_CLOSE,
        KERNEL_SNAPSHOT_PORTION,
        KERNEL_CHECK);

    private Settings()
    {
    }

    /**
     * {@return every setting, in the order of the documentation}
     */
    public static List<Setting<?>> all()
    {
        return ALL;
    }

    /** {@return the settings of Aeron and of the media driver, {@code weir.aeron.*}} */
    public static List<Setting<?>> ofAeron()
    {
        return under("weir.aeron.");
    }

    /** {@return the settings of a world and its journal, {@code weir.journal.*} and {@code weir.kernel.*}} */
    public static List<Setting<?>> ofWorld()
    {
        return under("weir.journal.", "weir.kernel.");
    }

    /** {@return the settings of an engine: all but {@link #ofWorld}} */
    public static List<Setting<?>> ofEngine()
    {
        return ALL.stream().filter(setting -> !ofWorld().contains(setting)).toList();
    }

    private static List<Setting<?>> under(final String... prefixes)
    {
        return ALL.stream().filter(setting -> Stream.of(prefixes).anyMatch(setting.key()::startsWith)).toList();
    }

    private static Setting.Builder<Long> duration(final String key)
    {
        return Setting.ofDuration(key, MILLISECOND_NS, HOUR_NS, Setting.Step.ANY);
    }
}
