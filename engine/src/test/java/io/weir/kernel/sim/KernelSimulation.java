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

import io.weir.config.Durability;
import io.weir.config.Settings;
import io.weir.codecs.kernel.OutcomeCode;
import io.weir.journal.Journal;
import io.weir.journal.JournalContext;
import io.weir.journal.JournalException;
import io.weir.journal.SimulatedCrash;
import io.weir.journal.SimulatedDisk;
import io.weir.kernel.Outcomes;
import io.weir.kernel.World;
import io.weir.kernel.WorldContext;
import io.weir.kernel.WorldStoppedException;
import io.weir.kernel.host.HandDriven;
import io.weir.kernel.host.KernelAgent;
import io.weir.kernel.host.WorldOpening;
import io.weir.kernel.manifest.Manifest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * Some lives of one world over the real journal on a simulated disk, each ended in another way, with users, adapters
 * and operators that do what they should not. One thread, one seed.
 */
final class KernelSimulation
{
    static final long SECOND_NS = 1_000_000_000L;
    private static final int LIVES = 4;
    private static final int STEPS = 40;
    private static final int MAX_TRACE = 60;
    private static final int FLOOD = 3_000;

    private final SimulatedDisk disk;
    private final Manifest manifest = SimWorld.manifest();
    private final Random random;
    private final Durability durability;
    private final JournalContext settings;
    private final Map<FaultKind, Integer> faults = new EnumMap<>(FaultKind.class);
    private final List<String> trace = new ArrayList<>();
    private final Promises promises = new Promises();
    private final Sources sources;
    private final Misbehaviour misbehaviour;
    private final Snapshots snapshots;
    private final boolean isChecking;
    private long nowNs = 1_000 * SECOND_NS;
    private long promisedToProcess = -1;
    private long promisedToPower = -1;
    private WorldOpening opening;
    private KernelAgent agent;
    private boolean isOpening;
    private boolean isFinal;

    KernelSimulation(final long seed)
    {
        random = new Random(seed);
        disk = new SimulatedDisk(random.nextLong(), random.nextBoolean() ? 512 : 4096);
        durability = random.nextBoolean() ? Durability.POWER : Durability.PROCESS;
        isChecking = random.nextInt(4) == 0;
        settings = new JournalContext().storage(disk.storage()).invoked(true)
            .set(Settings.JOURNAL_SEGMENT_LENGTH, 32_768 << random.nextInt(3))
            .set(Settings.JOURNAL_SNAPSHOTS_KEPT, 1 + random.nextInt(3))
            .set(Settings.JOURNAL_DURABILITY, durability)
            .ids(() -> new UUID(random.nextLong(), random.nextLong()), random::nextLong);
        sources = new Sources(random, promises, this::fault);
        misbehaviour = new Misbehaviour(random, promises);
        snapshots = new Snapshots(random, this::fault);
    }

    /** {@return where the journal is} */
    SimulatedDisk disk()
    {
        return disk;
    }

    Map<FaultKind, Integer> faults()
    {
        return faults;
    }

    List<String> trace()
    {
        return trace;
    }

    void run()
    {
        for (int life = 0; life < LIVES; life++)
        {
            live();
        }
        isFinal = true;
        disk.capacity(Long.MAX_VALUE);
        disk.stopAfter(Integer.MAX_VALUE);
        disk.failForceAfter(Integer.MAX_VALUE);
        sources.quiet(true);
        open();
        settle();
        agent.onClose();
        final Ledger ledger = new Ledger(this::fault);
        final Audit audit = new Audit(disk.storage(), manifest, ledger);
        audit.run(promises, random);
        promises.verify(ledger);
    }

    /** Everything that is ready is done: what was in lanes is answered, what was durable is handed over. */
    private void settle()
    {
        for (int i = 0; i < 20; i++)
        {
            work();
            opening.journal().doBackgroundWork();
        }
        hash();
    }

    private void live()
    {
        disk.capacity(Long.MAX_VALUE);
        if (random.nextInt(4) == 0)
        {
            disk.stopAfter(random.nextInt(80));
        }
        isOpening = true;
        try
        {
            open();
            isOpening = false;
            arrangeFaults();
            final int steps = random.nextInt(STEPS);
            for (int i = 0; i < steps; i++)
            {
                step();
            }
            end();
        }
        catch (final SimulatedCrash ex)
        {
            fault(isOpening ? FaultKind.STOPPED_WHILE_OPENING : FaultKind.STOPPED_AT_AN_OPERATION);
            crash();
        }
        catch (final WorldStoppedException | JournalException ex)
        {
            stopped(ex);
        }
    }

    /** A world stops for a crash beneath it, or for a journal that failed; never for anything else. */
    private void stopped(final RuntimeException ex)
    {
        Throwable cause = ex;
        while (cause != null && !(cause instanceof SimulatedCrash))
        {
            cause = cause.getCause();
        }
        if (cause != null)
        {
            fault(FaultKind.STOPPED_AT_AN_OPERATION);
        }
        else if (agent != null && agent.journal().failure() != null)
        {
            fault(FaultKind.FORCE_FAILED);
        }
        else
        {
            final String text = String.valueOf(ex.getMessage());
            require(isOpening || text.contains("simulated") || text.contains("No space left"), "stopped: " + ex);
            note("stopped: " + text);
        }
        crash();
    }

    private void arrangeFaults()
    {
        switch (random.nextInt(7))
        {
            case 0 -> disk.stopAfter(random.nextInt(300));
            case 1 -> disk.failForceAfter(random.nextInt(30));
            case 2 -> disk.capacity(random.nextInt(400_000));
            default ->
            {
                // A life without faults of the disk but for its end.
            }
        }
    }

    private void open()
    {
        agent = null;
        snapshots.forget();
        opening = openWorld();
        final long last = opening.snapshotSeq() + opening.batchesReplayed();
        note("opened behind " + last + ", promised " + promisedToProcess + " " + opening.journal().recovery());
        require(last >= promisedToProcess, "lost batches behind " + last + ", promised " + promisedToProcess);
        if (opening.journal().recovery().isCut())
        {
            fault(FaultKind.TAIL_CUT);
        }
        if (!promises.hashes.isEmpty() && promises.hashes.lastKey() > last)
        {
            fault(FaultKind.BATCHES_LOST);
        }
        promises.reopened(last);
        promise();
        final KernelAgent.Context context = HandDriven.context(opening).adapters(sources)
            .clock(() -> nowNs).snapshotOnClose(isFinal || random.nextBoolean());
        sources.connect(context, opening.journal());
        agent = KernelAgent.of(context);
        hash();
        if (random.nextInt(3) == 0)
        {
            final Ledger ledger = new Ledger(fault ->
            {});
            final Audit audit = new Audit(disk.storage(), manifest, ledger);
            audit.run(promises, random);
            promises.verify(ledger);
        }
    }

    private WorldOpening openWorld()
    {
        try
        {
            return WorldOpening.open(settings, manifest, SimWorld.code(), context(), nowNs);
        }
        catch (final JournalException ex)
        {
            require(ex.reason() == JournalException.Reason.DISK && ex.getMessage().contains("simulated"),
                "refused: " + ex);
            disk.failForceAfter(Integer.MAX_VALUE);
            disk.capacity(Long.MAX_VALUE);
            return WorldOpening.open(settings, manifest, SimWorld.code(), context(), nowNs);
        }
    }

    private WorldContext context()
    {
        return new WorldContext().checkMode(isChecking);
    }

    private void step()
    {
        switch (random.nextInt(20))
        {
            case 0, 1, 2, 3 -> events(1 + random.nextInt(4));
            case 4, 5, 6, 7, 8 -> adapters(1 + random.nextInt(6));
            case 9, 10, 11 -> work();
            case 12, 13 ->
            {
                agent.journal().doBackgroundWork();
                promise();
            }
            case 14 ->
            {
                disk.writeBack();
                fault(FaultKind.WRITTEN_OUT_OF_ORDER);
            }
            case 15 -> time();
            case 16 -> snapshot();
            case 17 -> operator();
            case 18 -> direct();
            default ->
            {
                if (random.nextInt(12) == 0)
                {
                    flood();
                }
            }
        }
        if (random.nextInt(6) == 0)
        {
            hash();
        }
    }

    private void work()
    {
        agent.doWork();
        promise();
        sources.pollAnswers();
    }

    private void events(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            sources.send(Sources.USER, sources.number(misbehaviour.event()).encode());
        }
    }

    private void adapters(final int count)
    {
        for (int i = 0; i < count && !sources.attempts.isEmpty(); i++)
        {
            final Attempt attempt = attempt();
            final Message message = sources.number(message(attempt)).encode();
            final boolean isOther = random.nextInt(30) == 0;
            if (random.nextInt(30) == 0)
            {
                misbehaviour.garble(message);
            }
            sources.send(isOther ? Sources.ADAPTERS + 1 - attempt.adapter : attempt.adapter, message);
        }
    }

    /** One of the last attempts rather than an old one. */
    private Attempt attempt()
    {
        final int size = sources.attempts.size();
        final int back = random.nextInt(3) == 0 ? random.nextInt(size) : random.nextInt(Math.min(size, 6));
        return sources.attempts.get(size - 1 - back);
    }

    private Message message(final Attempt attempt)
    {
        switch (random.nextInt(8))
        {
            case 0, 1, 2:
                return misbehaviour.frame(attempt);
            case 3, 4:
                return misbehaviour.receipt(attempt);
            default:
                return misbehaviour.wrong(attempt);
        }
    }

    private void operator()
    {
        if (!sources.attempts.isEmpty())
        {
            sources.send(Sources.OPERATOR,
                sources.number(misbehaviour.operate(attempt())).operate(misbehaviour.action()));
        }
    }

    /** More than the lane of a source holds; what it does not take its source still has. */
    private void flood()
    {
        boolean isFull = false;
        for (int i = 0; i < FLOOD && !isFull && !sources.attempts.isEmpty(); i++)
        {
            final Attempt attempt = attempt();
            isFull = !sources.send(attempt.adapter, sources.number(misbehaviour.wrong(attempt)).encode());
        }
        if (isFull)
        {
            fault(FaultKind.FLOOD);
        }
    }

    /** Gives an input to the world itself, to see that a refusal changes nothing at all. */
    private void direct()
    {
        if (sources.attempts.isEmpty() || snapshots.isUnderWay())
        {
            return;
        }
        final Attempt attempt = attempt();
        final Message message = sources.number(message(attempt)).encode();
        final World world = agent.world();
        final long before = world.seq();
        final String hash = SimWorld.hash(world);
        final OutcomeCode outcome =
            world.offer(attempt.adapter, nowNs, message.buffer, 0, message.length);
        require(outcome != OutcomeCode.WORLD_STOPPED, "stopped by itself");
        sources.judge(message, outcome);
        if (!Outcomes.isTaken(outcome) && world.seq() == before)
        {
            require(hash.equals(SimWorld.hash(world)), outcome + " changed the state");
        }
        require(!Outcomes.isTaken(outcome) || world.seq() > before, outcome + " without a batch");
    }

    private void time()
    {
        switch (random.nextInt(6))
        {
            case 0 ->
            {
                nowNs -= random.nextInt(100) * SECOND_NS;
                fault(FaultKind.CLOCK_WENT_BACK);
            }
            case 1 -> nowNs += random.nextInt(4_000) * SECOND_NS;
            default -> nowNs += random.nextInt(8) * SECOND_NS;
        }
    }

    private void snapshot()
    {
        if (!snapshots.isUnderWay())
        {
            hash();
            agent.journal().flush();
            promise();
        }
        final long seq = snapshots.work(agent);
        promisedToPower = Math.max(promisedToPower, seq);
        promisedToProcess = Math.max(promisedToProcess, seq);
    }

    private void hash()
    {
        if (!snapshots.isUnderWay() && !agent.world().isStopped())
        {
            promises.hash(agent.world().seq(), SimWorld.hash(agent.world()));
        }
    }

    private void promise()
    {
        final Journal journal = opening.journal();
        promisedToProcess = Math.max(promisedToProcess, journal.durableSeq());
        if (durability == Durability.POWER)
        {
            promisedToPower = Math.max(promisedToPower, journal.durableSeq());
        }
    }

    private void end()
    {
        if (random.nextInt(4) == 0)
        {
            snapshots.giveUp();
            hash();
            final long seq = agent.world().seq();
            final boolean isFailed = agent.journal().failure() != null;
            agent.onClose();
            note("closed at " + seq);
            if (!isFailed && agent.journal().failure() == null)
            {
                promisedToProcess = seq;
                promisedToPower = seq;
            }
            return;
        }
        crash();
    }

    private void crash()
    {
        if (random.nextInt(3) == 0)
        {
            disk.killProcess();
            fault(FaultKind.PROCESS_KILLED);
            note("killed");
            return;
        }
        disk.losePower();
        fault(FaultKind.POWER_LOST);
        note("power lost, promised " + promisedToPower);
        if (durability == Durability.PROCESS)
        {
            promises.forget(promisedToPower);
        }
        promisedToProcess = promisedToPower;
    }

    private void fault(final FaultKind kind)
    {
        if (faults.merge(kind, 1, Integer::sum) < 50)
        {
            note(kind.name());
        }
    }

    private void note(final String what)
    {
        trace.add(what);
        if (trace.size() > MAX_TRACE)
        {
            trace.remove(0);
        }
    }

    private static void require(final boolean isSo, final String text)
    {
        if (!isSo)
        {
            throw new AssertionError(text);
        }
    }
}
