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

package io.weir.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.test.Rule;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TwentyFiveLinesTest
{
    @Test
    @Rule("S-10")
    void shouldDeliverEveryTickWhenEnginesCloseRightAfterTheOpen()
    {
        final List<String> heard = new CopyOnWriteArrayList<>();

        TwentyFiveLines.run(heard::add);

        assertEquals(IntStream.range(0, 100).mapToObj(i -> "tick " + i).collect(Collectors.toList()), heard);
    }
}
