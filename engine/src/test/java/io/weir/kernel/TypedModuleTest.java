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

import io.weir.codecs.kernel.OutcomeCode;
import io.weir.kernel.manifest.EventSpec;
import io.weir.kernel.manifest.Manifest;
import io.weir.kernel.manifest.ModuleSpec;
import io.weir.test.Rule;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;

@Rule("K-2")
class TypedModuleTest
{
    private final List<Account> seen = new ArrayList<>();
    private final MemorySink sink = new MemorySink();

    private record Account(String owner, long balance)
    {
    }

    private static final class Codec implements TypedModule.StateCodec<Account>
    {
        @Override
        public Account decode(final DirectBuffer buffer, final int length)
        {
            return new Account(buffer.getStringWithoutLengthAscii(8, length - 8), buffer.getLong(0));
        }

        @Override
        public int encode(final Account state, final MutableDirectBuffer buffer)
        {
            buffer.putLong(0, state.balance());
            return 8 + buffer.putStringWithoutLengthAscii(8, state.owner());
        }
    }

    private final class Bank extends TypedModule<Account>
    {
        Bank()
        {
            super(new Codec());
        }

        @Override
        protected Account onEvent(final StepContext context, final Account state, final EventView event)
        {
            seen.add(state);
            if (event.payload().capacity() == 0)
            {
                return null;
            }
            final long amount = event.payload().getByte(0);
            return state == null ? new Account("ada", amount) : new Account(state.owner(), state.balance() + amount);
        }
    }

    @Test
    void shouldSeeTheStateOfTheStepBeforeWhenItsTypeIsDecodedAnew()
    {
        final World world = new World(Manifest.builder("bank")
            .module(ModuleSpec.of("bank", Fixture.CODE))
            .event(EventSpec.of("paid").to("bank"))
            .build(), WorldCode.builder().module("bank", Fixture.CODE, new Bank()).build(),
            new WorldContext().checkMode(true));
        world.begin(sink, new byte[16], 1);
        final Wire wire = new Wire();
        for (final String payload : List.of("\u0005", "\u0007", "", "\u0001"))
        {
            wire.payload = payload;
            assertEquals(OutcomeCode.ACCEPTED, world.offer(0, 1, wire.buffer, 0, wire.event("paid")));
        }
        final Account five = new Account("ada", 5);
        final Account twelve = new Account("ada", 12);
        final List<Account> expected = new ArrayList<>();
        for (final Account account : new Account[]{null, five, twelve, null})
        {
            // Check mode asks twice.
            expected.add(account);
            expected.add(account);
        }

        assertEquals(expected, seen);
        assertEquals(1, world.instances());
    }
}
