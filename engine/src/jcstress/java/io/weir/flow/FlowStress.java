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

package io.weir.flow;

import io.weir.StreamRequest;
import io.weir.stream.StreamEnd;
import io.weir.stream.StreamState;
import io.weir.stream.StressHost;
import io.weir.test.Rule;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.J_Result;

/** Items between an agent and the thread that consumes them: nobody waits for ever, and nothing stays reserved. */
public final class FlowStress
{
    private static final StreamRequest HELD = StreamRequest.of("stress.test").held(true).window(8);

    private FlowStress()
    {
    }

    /** An iterator on a stream of a machine that the agent actor owns. */
    abstract static class Iterating
    {
        final StressHost host = new StressHost();
        final StreamIterator<Long> iterator = new StreamIterator<>("stress.test");
        final StreamIterator<Long>.Inlet inlet = iterator.new Inlet(false);
        StreamEnd end;

        void open()
        {
            end = host.open(HELD, new ItemHandler<>((buffer, offset, length) -> 7L, 0, inlet, null));
        }
    }

    /** Who waits for an item is woken by it; else this would not end. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the item is there")
    @Outcome(expect = Expect.FORBIDDEN, desc = "no item")
    @State
    @Rule("C-9")
    public static class IteratorItem extends Iterating
    {
        /** Begins with an open stream. */
        public IteratorItem()
        {
            open();
            host.leaveAgent();
        }

        @Actor
        public void agent()
        {
            host.data(end);
        }

        @Actor
        public void consumer(final I_Result result)
        {
            result.r1 = iterator.hasNext() ? 1 : 0;
        }
    }

    /** Who waits hears of the end, behind the item before it. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the item, then the end")
    @Outcome(expect = Expect.FORBIDDEN, desc = "an item lost, or one too many")
    @State
    @Rule("S-4")
    public static class IteratorEnd extends Iterating
    {
        /** Begins with an open stream. */
        public IteratorEnd()
        {
            open();
            host.leaveAgent();
        }

        @Actor
        public void agent()
        {
            host.data(end);
            inlet.ended(null);
        }

        @Actor
        public void consumer(final II_Result result)
        {
            result.r1 = null != iterator.next() ? 1 : 0;
            result.r2 = iterator.hasNext() ? 1 : 0;
        }
    }

    /** A stream that opens as its iterator is closed is cancelled. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "cancelled")
    @Outcome(expect = Expect.FORBIDDEN, desc = "left open")
    @State
    @Rule("S-5")
    public static class IteratorClosedAsItOpens extends Iterating
    {
        /** Begins without a stream. */
        public IteratorClosedAsItOpens()
        {
            host.leaveAgent();
        }

        @Actor
        public void agent()
        {
            open();
        }

        @Actor
        public void consumer()
        {
            iterator.close();
        }

        @Arbiter
        public void outcome(final I_Result result)
        {
            end.attend();
            result.r1 = StreamState.CANCELLING == end.state() ? 1 : 0;
        }
    }

    /** Whatever comes as the iterator is closed goes back to the pool. */
    @JCStressTest
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "nothing is reserved")
    @Outcome(expect = Expect.FORBIDDEN, desc = "frames are reserved for nobody")
    @State
    @Rule("C-3")
    public static class IteratorClosedWithItems extends Iterating
    {
        /** Begins with an open stream that holds an item. */
        public IteratorClosedWithItems()
        {
            open();
            host.data(end);
            host.leaveAgent();
        }

        @Actor
        public void agent()
        {
            host.data(end);
            host.data(end);
        }

        @Actor
        public void consumer()
        {
            iterator.close();
        }

        @Arbiter
        public void outcome(final I_Result result)
        {
            end.attend();
            result.r1 = host.reserved();
        }
    }

    /** A subscriber on an executor whose tasks the actors run. */
    abstract static class Subscribed implements Flow.Subscriber<Long>
    {
        final StressHost host = new StressHost();
        final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        final ExecutorSubscription<Long> subscription = new ExecutorSubscription<>(tasks::add, false);
        final AtomicInteger signalling = new AtomicInteger();
        final StreamEnd end;
        int count;
        int overlaps;

        Subscribed()
        {
            subscription.attach(this);
            end = host.open(HELD, new ItemHandler<>((buffer, offset, length) -> 7L, 0, subscription, null));
            runTasks();
            host.leaveAgent();
        }

        final void runTasks()
        {
            for (Runnable task = tasks.poll(); null != task; task = tasks.poll())
            {
                task.run();
            }
        }

        /** Tells what is still reserved when all is worked off, and whether the stream is cancelled. */
        final void cancelled(final II_Result result)
        {
            runTasks();
            end.attend();
            result.r1 = host.reserved();
            result.r2 = StreamState.CANCELLING == end.state() ? 1 : 0;
        }

        @Override
        public void onSubscribe(final Flow.Subscription unused)
        {
            unused.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(final Long item)
        {
            overlaps += signalling.getAndIncrement();
            count++;
            signalling.decrementAndGet();
        }

        @Override
        public void onError(final Throwable throwable)
        {
            throw new AssertionError(throwable);
        }

        @Override
        public void onComplete()
        {
            throw new AssertionError("no end is sent");
        }
    }

    /** What comes as a task ends is signalled by it or by another, and never by two at once. */
    @JCStressTest
    @Outcome(id = "3, 0", expect = Expect.ACCEPTABLE, desc = "each item, one at a time")
    @Outcome(expect = Expect.FORBIDDEN, desc = "an item stays behind, or two are signalled at once")
    @State
    @Rule("C-9")
    public static class ExecutorItem extends Subscribed
    {
        /** Begins with an item and a task for it. */
        public ExecutorItem()
        {
            host.data(end);
        }

        @Actor
        public void agent()
        {
            host.data(end);
            host.data(end);
        }

        @Actor
        public void worker()
        {
            runTasks();
        }

        @Arbiter
        public void outcome(final II_Result result)
        {
            runTasks();
            result.r1 = count;
            result.r2 = overlaps;
        }
    }

    /** A subscriber that cancels as items come gives everything back. */
    @JCStressTest
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "nothing is reserved, and the stream is cancelled")
    @Outcome(expect = Expect.FORBIDDEN, desc = "frames are reserved for nobody, or the stream is left open")
    @State
    @Rule({"C-3", "S-5"})
    public static class CancelledAsItemsCome extends Subscribed
    {
        /** Begins with an item and a task for it. */
        public CancelledAsItemsCome()
        {
            host.data(end);
        }

        @Actor
        public void agent()
        {
            host.data(end);
        }

        @Actor
        public void canceller()
        {
            subscription.cancel();
        }

        @Arbiter
        public void outcome(final II_Result result)
        {
            cancelled(result);
        }
    }

    /** As the one before, while the task runs. */
    @JCStressTest
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "nothing is reserved, and the stream is cancelled")
    @Outcome(expect = Expect.FORBIDDEN, desc = "frames are reserved for nobody, or the stream is left open")
    @State
    @Rule({"C-3", "S-5"})
    public static class CancelledAsItemsAreTaken extends Subscribed
    {
        /** Begins with two items and a task for them. */
        public CancelledAsItemsAreTaken()
        {
            host.data(end);
            host.data(end);
        }

        @Actor
        public void worker()
        {
            runTasks();
        }

        @Actor
        public void canceller()
        {
            subscription.cancel();
        }

        @Arbiter
        public void outcome(final II_Result result)
        {
            cancelled(result);
        }
    }

    /** The end of a publisher's items is sent behind them. */
    @JCStressTest
    @Outcome(id = "3", expect = Expect.ACCEPTABLE, desc = "two items and END")
    @Outcome(expect = Expect.FORBIDDEN, desc = "an item, or the end, is not sent")
    @State
    @Rule("S-4")
    public static class SenderCompletes
    {
        private final StressHost host = new StressHost();
        private final StreamEnd end = host.opener(8);
        private final StreamSubscriber<Long> sender = StreamSubscriber.of(end, (item, buffer, offset) -> Long.BYTES);

        /** Begins with a subscription, and credit. */
        public SenderCompletes()
        {
            sender.onSubscribe(Subscriptions.NONE);
            host.leaveAgent();
        }

        @Actor
        public void publisher()
        {
            sender.onNext(1L);
            sender.onNext(2L);
            sender.onComplete();
        }

        @Actor
        public void agent()
        {
            sender.onWoken(end);
        }

        @Arbiter
        public void outcome(final I_Result result)
        {
            sender.onWoken(end);
            result.r1 = host.sentData();
        }
    }

    /** No demand is lost between threads that add to it. */
    @JCStressTest
    @Outcome(id = "3", expect = Expect.ACCEPTABLE, desc = "all of it")
    @Outcome(expect = Expect.FORBIDDEN, desc = "some of it is lost")
    @State
    @Rule("C-9")
    public static class Demand
    {
        private final StressHost host = new StressHost();
        private final StreamEnd end = host.open(HELD, host);

        /** Begins without demand. */
        public Demand()
        {
            host.leaveAgent();
        }

        @Actor
        public void first()
        {
            end.request(1);
        }

        @Actor
        public void second()
        {
            end.request(2);
        }

        @Arbiter
        public void outcome(final J_Result result)
        {
            result.r1 = end.demanded();
        }
    }
}
