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

package io.weir.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.test.Rule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the state machine to the transition table in docs, cell by cell. */
@Rule("S-11")
class TransitionTableTest
{
    @Test
    void shouldNameEveryEventAndStateWhenTheTableIsRead() throws IOException
    {
        for (final boolean opener : new boolean[]{true, false})
        {
            final Map<String, Map<String, String>> table = TransitionTable.parse(opener);
            assertEquals(
                Arrays.stream(TransitionEvent.values()).map(TransitionEvent::label).collect(Collectors.toList()),
                new ArrayList<>(table.keySet()));
            for (final Map.Entry<String, Map<String, String>> row : table.entrySet())
            {
                assertEquals(TransitionTable.states(opener), new ArrayList<>(row.getValue().keySet()), row.getKey());
            }
        }
    }

    @Test
    void shouldLeaveOutNoStateOfTheMachine()
    {
        final List<String> all = Stream.of(TransitionTable.OPENER_STATES, TransitionTable.ACCEPTOR_STATES)
            .flatMap(List::stream).distinct().collect(Collectors.toList());
        for (final StreamState state : StreamState.values())
        {
            assertEquals(true, all.contains(state.name()), state.name());
        }
    }

    @TestFactory
    @Rule({"S-1", "S-2", "S-3", "S-4", "S-5", "S-6", "S-7", "S-8", "S-10", "C-1", "C-2", "C-6"})
    Stream<DynamicContainer> shouldDoWhatTheOpenersTableSays() throws IOException
    {
        return cells(true);
    }

    @TestFactory
    @Rule({"S-1", "S-2", "S-3", "S-4", "S-5", "S-6", "S-7", "S-8", "S-10", "C-1", "C-2", "C-6"})
    Stream<DynamicContainer> shouldDoWhatTheAcceptorsTableSays() throws IOException
    {
        return cells(false);
    }

    private static Stream<DynamicContainer> cells(final boolean opener) throws IOException
    {
        final Map<String, Map<String, String>> table = TransitionTable.parse(opener);
        return Arrays.stream(TransitionEvent.values()).map(event -> DynamicContainer.dynamicContainer(
            event.label(),
            TransitionTable.states(opener).stream().map(state -> DynamicTest.dynamicTest(
                state, () -> assertEquals(table.get(event.label()).get(state), event.happen(opener, state))))));
    }
}
