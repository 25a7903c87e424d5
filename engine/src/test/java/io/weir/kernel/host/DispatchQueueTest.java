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
package io.weir.kernel.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.FrameHeader;
import io.weir.codecs.kernel.DispatchDecoder;
import io.weir.codecs.kernel.OutcomeCode;
import io.weir.kernel.World;
import io.weir.kernel.WorldContext;
import io.weir.kernel.manifest.Limits;
import io.weir.test.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** What is dispatched when, and what that costs: counted in intents looked at, so that no clock has a say. */
class DispatchQueueTest
{
    private static final int MANY = 100_000;
    private static final String WORK = "w".repeat(64);

    private final Set<Integer> full = new HashSet<>();
    private final Set<Integer> failing = new HashSet<>();
    private final List<Throwable> logged = new ArrayList<>();
    private int calls;
    private final List<String> taken = new ArrayList<>();
    private int workAdapter = Adapters.NONE;
    private int extraAdapter = Adapters.NONE;
    private int workKind;
    private World world;
    private DispatchQueue queue;
    private long nowNs = 1;

    private final Adapters adapters = new Adapters()
    {
        @Override
        public int adapterFor(final int kind)
        {
            return kind == workKind ? workAdapter : extraAdapter;
        }

        @Override
        public boolean onDispatch(
            final int adapter,
            final long intentId,
            final DirectBuffer buffer,
            final int offset,
            final int length)
        {
            if (full.contains(adapter))
            {
                return false;
            }
            fail(adapter);
            final DispatchDecoder dispatch = new DispatchDecoder()
                .wrap(buffer, offset + FrameHeader.LENGTH, DispatchDecoder.BLOCK_LENGTH, 0);
            dispatch.skipModule();
            dispatch.skipKey();
            taken.add(adapter + " " + dispatch.effectKind() + " " + intentId);
            return true;
        }

        @Override
        public boolean onCancel(final int adapter, final long intentId, final int attempt)
        {
            fail(adapter);
            return !full.contains(adapter) && taken.add(adapter + " cancel " + intentId);
        }

        private void fail(final int adapter)
        {
            if (failing.contains(adapter))
            {
                calls++;
                throw new IllegalStateException("adapter " + adapter + " is told to fail");
            }
        }
    };

    @Test
    @Rule("K-12")
    void shouldLookAtNoMoreThanWhatGoesWhenAHundredThousandIntentsWait()
    {
        open(1024);
        word("a" + WORK);
        final long idleFew = looks();
        for (int i = 0; world.openIntents() < MANY; i++)
        {
            word((char)('b' + i % 20) + WORK);
        }
        assertEquals(idleFew, looks(), "nobody takes anything, however much waits");

        extraAdapter = 1;
        word("ax");
        final long one = looks();
        assertEquals(List.of("1 extra " + world.emittedIntents()), taken, "the last of all, at once");
        assertTrue(one <= idleFew + 3, "looked at " + one);

        workAdapter = 0;
        taken.clear();
        final long all = looks();
        assertEquals(1024, taken.size());
        assertTrue(all <= 2 * 1024 + idleFew + 1, "looked at " + all + " to start and hand over 1,024");
    }

    @Test
    @Rule("K-6")
    void shouldLookAtABoundedCountOfCancelsWhenAHundredThousandWait()
    {
        open(1 << 20);
        workAdapter = 0;
        for (int i = 0; world.openIntents() < MANY; i++)
        {
            word((char)('a' + i % 20) + WORK);
        }
        looks();
        assertEquals(world.openIntents(), taken.size());
        final String[] keys = new String[(int)world.emittedIntents() + 1];
        for (int i = 1; i < keys.length; i++)
        {
            keys[i] = String.valueOf((char)('a' + (i - 1) / 64 % 20));
            HostWorld.settle(world, i, keys[i], nowNs);
        }
        full.add(0);
        looks();
        assertTrue(looks() <= 300, "none is taken");

        full.clear();
        taken.clear();
        int cycles = 0;
        while (world.dispatches().cancels() > 0)
        {
            assertTrue(looks() <= 300);
            assertTrue(++cycles < MANY);
        }
        assertEquals(keys.length - 1, taken.size());
        assertEquals(keys.length - 1, new HashSet<>(taken).size(), "each once");
    }

    @Test
    @Rule("K-12")
    void shouldDelayNobodyElseWhenOneAdapterTakesNothing()
    {
        open(16);
        workAdapter = 0;
        extraAdapter = 1;
        full.add(0);
        word("awx");
        looks();
        assertEquals(List.of("1 extra 2"), taken);
        HostWorld.settle(world, 1, "a", nowNs);
        HostWorld.settle(world, 2, "a", nowNs);
        looks();
        assertEquals(List.of("1 extra 2", "1 cancel 2"), taken);

        full.clear();
        looks();
        assertEquals(List.of("1 extra 2", "1 cancel 2", "0 cancel 1"), taken, "what is settled needs no attempt");
        assertEquals(0, queue.waiting());
    }

    @Test
    @Rule("K-12")
    void shouldStartWhatAnIdleAdapterCanTakeWhenAnotherIsFullUpToTheBound()
    {
        open(16);
        workAdapter = 0;
        extraAdapter = 1;
        full.add(0);
        word("a" + "w".repeat(20));
        looks();
        looks();
        assertEquals(16, queue.waiting(), "the others wait for room, not for the adapter");

        word("axp");
        looks();
        assertEquals(List.of("1 extra 21", "1 control.pause 22"), taken);

        full.clear();
        taken.clear();
        looks();
        looks();
        assertEquals(20, taken.size());
        assertEquals(0, queue.waiting());
    }

    @Test
    @Rule("K-12")
    void shouldGiveEachKindItsTurnWhenTheyShareAnAdapterWithLittleRoom()
    {
        open(2);
        workAdapter = 0;
        extraAdapter = 0;
        word("awwwwwwwwwwx");
        looks();
        looks();

        assertTrue(taken.contains("0 extra 11"), taken::toString);
    }

    @Test
    @Rule("K-13")
    void shouldSendControlsBehindTheirTargetInTheOrderOfEmissionWhenTheirKindsDiffer()
    {
        open(16);
        word("awprp");
        looks();
        assertEquals(List.of(), taken, "nobody has the target");

        workAdapter = 3;
        looks();
        assertEquals(List.of("3 work 1", "3 control.pause 2", "3 control.resume 3", "3 control.pause 4"), taken);
    }

    @Test
    @Rule("K-13")
    void shouldEndControlsWhenTheirTargetIsSettledBeforeAnybodyHasIt()
    {
        open(16);
        word("awpr");
        HostWorld.settle(world, 1, "a", nowNs);
        looks();

        assertEquals(0, world.dispatches().waiting());
        assertEquals(0, world.openIntents());
        assertEquals(List.of(), taken);
    }

    @Test
    @Rule("K-13")
    void shouldForgetAControlWhenItIsSettledBeforeItsTargetIsHad()
    {
        open(16);
        word("awprp");
        HostWorld.settle(world, 3, "a", nowNs);
        workAdapter = 3;
        looks();

        assertEquals(List.of("3 work 1", "3 control.pause 2", "3 control.pause 4"), taken);
        assertEquals(0, world.dispatches().waiting());
    }

    @Test
    @Rule("K-12")
    void shouldLogAndTryAgainLaterWhenAnAdapterThrows()
    {
        open(16);
        workAdapter = 3;
        extraAdapter = 4;
        failing.add(3);
        word("awx");
        looks();
        assertEquals(List.of("4 extra 2"), taken, "the other is not delayed");
        assertEquals(1, calls);
        assertTrue(logged.get(0).getMessage().contains("adapter 3"), logged.toString());

        looks();
        assertEquals(1, calls, "it is left alone");
        nowNs += 10_000_000;
        looks();
        assertEquals(2, calls);
        nowNs += 10_000_000;
        looks();
        assertEquals(2, calls, "for twice as long");
        nowNs -= 3_600_000_000_000L;
        looks();
        assertEquals(3, calls, "a clock that is set back does not keep it waiting");

        failing.clear();
        nowNs += 1_000_000_000;
        looks();
        assertEquals(List.of("4 extra 2", "3 work 1"), taken);
        assertEquals(0, queue.waiting());
        assertEquals(3, logged.size());
    }

    @Test
    @Rule("K-12")
    void shouldLogAndTryAgainLaterWhenAnAdapterThrowsForACancel()
    {
        open(16);
        workAdapter = 3;
        word("aw");
        looks();
        HostWorld.settle(world, 1, "a", nowNs);
        failing.add(3);
        looks();
        looks();
        assertEquals(1, calls);
        assertEquals(1, logged.size());

        failing.clear();
        nowNs += 10_000_000;
        looks();
        assertEquals(List.of("3 work 1", "3 cancel 1"), taken);
    }

    private void open(final int capacity)
    {
        world = new World(HostWorld.manifest(Limits.DEFAULT.withIntents(1 << 18, 1 << 14)), HostWorld.code(),
            new WorldContext());
        world.begin(new HostWorld.Forgetful(world), new byte[World.IDENTITY_LENGTH], nowNs);
        workKind = kindOf("work");
        queue = new DispatchQueue(world, adapters, capacity, logged::add);
    }

    private int kindOf(final String name)
    {
        for (int i = 0; i < world.manifest().effects().size(); i++)
        {
            if (world.manifest().effects().get(i).name().equals(name))
            {
                return i;
            }
        }
        throw new AssertionError(name);
    }

    private void word(final String word)
    {
        assertEquals(OutcomeCode.ACCEPTED, HostWorld.word(world, word, nowNs));
    }

    /** One cycle; answers how much was looked at. */
    private long looks()
    {
        final long before = queue.looks();
        nowNs++;
        queue.start(nowNs);
        queue.release(world.seq(), nowNs);
        return queue.looks() - before;
    }
}
