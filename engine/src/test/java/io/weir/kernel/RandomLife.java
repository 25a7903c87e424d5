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
package io.weir.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.codecs.kernel.OperatorAction;
import io.weir.codecs.kernel.ReceiptStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Lets a world live through anything, by a seed. */
final class RandomLife
{
    private RandomLife()
    {
    }

    /** {@return a world to which so many things have happened} */
    static Fixture live(final long seed, final int inputs)
    {
        final Random random = new Random(seed);
        final Fixture world = new Fixture();
        final List<Wire> known = new ArrayList<>();
        for (int i = 0; i < inputs; i++)
        {
            act(world, random, known);
        }
        return world;
    }

    private static void act(final Fixture world, final Random random, final List<Wire> known)
    {
        final Wire intent = known.isEmpty() ? null : known.get(random.nextInt(known.size()));
        switch (random.nextInt(10))
        {
            case 0, 1, 2:
                begin(world, random, known);
                break;
            case 3, 4, 5:
                if (intent != null)
                {
                    world.frame(intent, random.nextInt(12), frame ->
                    {
                        frame.attempt += random.nextInt(8) == 0 ? 1 : 0;
                        frame.token = random.nextInt(3) == 0 ? "t".repeat(random.nextInt(60)) : "";
                    });
                }
                break;
            case 6:
                if (intent != null)
                {
                    world.receipt(intent, ReceiptStatus.get((short)random.nextInt(5)),
                        receipt -> receipt.payload = "p".repeat(random.nextInt(12)));
                }
                break;
            case 7:
                world.nowNs += random.nextInt(3) == 0 ? Fixture.HOUR_NS / 3 : random.nextInt(100);
                world.world.pump(world.nowNs, random.nextInt(4));
                break;
            case 8:
                if (random.nextInt(4) == 0)
                {
                    world.reopen();
                }
                break;
            default:
                operate(world, random, intent);
                break;
        }
        startSome(world, random, known);
    }

    private static void begin(final Fixture world, final Random random, final List<Wire> known)
    {
        final boolean isKeyed = random.nextBoolean();
        final Script script = isKeyed ? world.k : world.m;
        final String payload = String.valueOf((char)('a' + random.nextInt(5)));
        final Wire wire = new Wire();
        wire.module = isKeyed ? "K" : "M";
        wire.key = isKeyed ? payload : "";
        final int what = random.nextInt(8);
        script.then(step -> doSomething(step, script, what, wire));
        world.event(isKeyed ? "key" : "go", payload);
        wire.fence = world.world.seq();
        if (wire.intentId != 0)
        {
            known.add(wire);
        }
    }

    private static void doSomething(final StepContext step, final Script script, final int what, final Wire wire)
    {
        switch (what)
        {
            case 0, 1, 2:
                wire.intentId = Fixture.effect(step, script, "http.request", "get");
                break;
            case 3:
                step.timer(50);
                break;
            case 4:
                step.event(script.kinds.event("stop"), Fixture.buffer("s"), 0, 1);
                step.event(script.kinds.event("key"), Fixture.buffer("c"), 0, 1);
                break;
            case 5:
                Fixture.effect(step, script, "blob.put", "denied by its constraint");
                break;
            case 6:
                step.removeState();
                break;
            default:
                throw new IllegalStateException("this step fails");
        }
    }

    private static void operate(final Fixture world, final Random random, final Wire intent)
    {
        final Wire wire = intent == null ? new Wire() : intent.copy();
        wire.status = ReceiptStatus.CANCELLED;
        world.operate(wire, OperatorAction.get((short)random.nextInt(3)));
    }

    private static void startSome(final Fixture world, final Random random, final List<Wire> known)
    {
        final Dispatches dispatches = world.world.dispatches();
        final long first = dispatches.first();
        if (first != Dispatches.NONE && random.nextInt(3) > 0)
        {
            world.start(first);
            for (final Wire wire : known)
            {
                if (wire.intentId == first)
                {
                    wire.attempt = world.world.core.state.intents.attempt(world.world.core.state.intents.find(first));
                }
            }
        }
        if (dispatches.cancels() > 0 && random.nextBoolean())
        {
            assertEquals(true,
                dispatches.cancelSent(dispatches.cancelledIntent(dispatches.firstCancel()), world.nowNs));
        }
    }
}
