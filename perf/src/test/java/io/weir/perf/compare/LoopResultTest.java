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

package io.weir.perf.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class LoopResultTest
{
    private static final double USUAL = 100_000;

    @Test
    void shouldFindNoCliffWhenTimesGrowWithTheCallers()
    {
        assertEquals(List.of(), cliffs(100, 150, 200, 400, 1_000, 4_000));
    }

    @Test
    void shouldFindACliffWhenACaseTakesMuchLongerThanBothItsNeighbours()
    {
        assertEquals(List.of(2), cliffs(100, 110, 190, 120, 130));
    }

    @Test
    void shouldFindACliffOfSeveralCasesWhenThoseAtBothItsEdgesAreMuchBetter()
    {
        assertEquals(List.of(1, 2, 3), cliffs(100, 3_000, 3_500, 3_000, 120));
    }

    @Test
    void shouldFindACliffWhenACaseDoesMuchLessThanBothItsNeighbours()
    {
        final List<LoopResult.Case> cases = new ArrayList<>();
        for (final double rate : new double[]{100, 110, 70, 120})
        {
            cases.add(one(LoopCase.Shape.ECHO, rate, USUAL));
        }

        assertEquals(List.of(2), new LoopResult("ring", cases).cliffs());
    }

    @Test
    void shouldFindNoCliffWhenTheBareLibraryFellAtTheSameMoment()
    {
        final LoopCase terms = new LoopCase(LoopCase.Shape.ECHO, 1, 1, 0);
        final LoopResult.Figures well = new LoopResult.Figures(USUAL, 100, 100);
        final LoopResult.Figures badly = new LoopResult.Figures(USUAL / 3, 300, 300);
        final LoopResult.Case before = new LoopResult.Case(terms, well, well);

        assertEquals(List.of(), new LoopResult("ring", List.of(
            before, new LoopResult.Case(terms, badly, badly), before)).cliffs());
        assertEquals(List.of(1), new LoopResult("ring", List.of(
            before, new LoopResult.Case(terms, well, badly), before)).cliffs());
    }

    @Test
    void shouldNotTakeACaseOfAnotherLineForANeighbour()
    {
        final LoopResult result = new LoopResult("ring", List.of(
            one(LoopCase.Shape.ECHO, USUAL, 100),
            one(LoopCase.Shape.ECHO, USUAL, 1_000),
            one(LoopCase.Shape.ONE_WAY, USUAL, 100)));

        assertEquals(List.of(), result.cliffs());
        assertEquals(0, result.json().get("cliffs").size());
    }

    @Test
    void shouldTellBothSidesOfACaseAndTheRatioOfTheirTimes()
    {
        final JsonNode json = new LoopResult("ipc", List.of(new LoopResult.Case(
            new LoopCase(LoopCase.Shape.ECHO, 24, 64, 10),
            new LoopResult.Figures(1_000, 10, 20),
            new LoopResult.Figures(900, 12, 30)))).json();

        assertEquals("""
            {"link":"ipc","cases":[{"shape":"echo","callers":24,"window":64,"workUs":10,\
            "raw":{"perSecond":1000,"p50Ns":10,"p99Ns":20},\
            "weir":{"perSecond":900,"p50Ns":12,"p99Ns":30},"ratioP99":1.5}],"cliffs":[]}""", json.toString());
    }

    @Test
    void shouldMeasureACliffAgainWithItsNeighbours()
    {
        assertEquals(List.of(0, 1, 2, 3, 8, 9), LoopResult.around(List.of(1, 2, 9), 10));
    }

    private static List<Integer> cliffs(final double... p99Ns)
    {
        final List<LoopResult.Case> cases = new ArrayList<>();
        for (final double each : p99Ns)
        {
            cases.add(one(LoopCase.Shape.ECHO, USUAL, each));
        }
        return new LoopResult("ring", cases).cliffs();
    }

    private static LoopResult.Case one(final LoopCase.Shape shape, final double perSecond, final double p99Ns)
    {
        return new LoopResult.Case(new LoopCase(shape, 1, 1, 0), new LoopResult.Figures(USUAL, USUAL, USUAL),
            new LoopResult.Figures(perSecond, p99Ns, p99Ns));
    }
}
