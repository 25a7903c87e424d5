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

package io.weir.perf.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.perf.report.LoadReport.Counts;
import io.weir.perf.report.LoadReport.Faults;
import io.weir.perf.report.LoadReport.Input;
import io.weir.perf.report.LoadReport.Terms;

import io.weir.test.Rule;
import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadReportTest
{
    private static final Faults NONE = new Faults(0, 0, 0, 0, 0);
    private static final long SECOND_NS = 1_000_000_000;

    @Test
    void shouldRelateTheRateToTheFloorWhenPrinted()
    {
        final String text = text(report(NONE, 0, null));

        assertTrue(text.contains("1,000 a second"), text);
        assertTrue(text.contains("60,000 a minute, 1 × the floor of 50,000"), text);
        assertTrue(text.contains("nothing lost"), text);
    }

    @ParameterizedTest
    @CsvSource({"1,0,0,0,0", "0,1,0,0,0", "0,0,1,0,0", "0,0,0,1,0", "0,0,0,0,1"})
    void shouldNotBeCleanWhenAnythingIsWrong(
        final long lost,
        final long duplicated,
        final long reordered,
        final long corrupted,
        final long failed)
    {
        final LoadReport report = report(new Faults(lost, duplicated, reordered, corrupted, failed), 0, null);

        assertFalse(report.isClean());
        assertTrue(text(report).contains("FAILED"));
    }

    @Test
    void shouldNotBeCleanWhenTheReceivedFileDiffers()
    {
        assertTrue(report(NONE, 0, new Input("f", 1, "aa", "aa")).isClean());
        assertFalse(report(NONE, 0, new Input("f", 1, "aa", "ab")).isClean());
    }

    @Test
    void shouldSayThatAllocationIsUnknownWhenTheJvmDoesNotTell()
    {
        final LoadReport report = report(NONE, -1, null);

        assertTrue(report.json().get("allocatedBytesPerMessage").isNull());
        assertTrue(text(report).contains("unknown"));
    }

    @Test
    void shouldDivideAllocationByMessagesWhenKnown()
    {
        assertEquals(2.5, report(NONE, 5_000, null).json().get("allocatedBytesPerMessage").asDouble());
    }

    @ParameterizedTest
    @CsvSource({"0,0 ns", "999,999 ns", "1234,1.23 µs", "45600,45.6 µs", "7890000,7.89 ms", "12000000000,12.0 s"})
    void shouldChooseAFittingUnitWhenATimeIsShown(final long ns, final String text)
    {
        assertEquals(text, Readable.time(ns));
    }

    @ParameterizedTest
    @CsvSource({"12,12", "1500,1.50 k", "27400000,27.4 M"})
    void shouldBeBriefWhenARateIsShown(final double value, final String text)
    {
        assertEquals(text, Readable.brief(value));
    }

    @ParameterizedTest
    @CsvSource({"default,true,'default, bounds checks on'", "low-latency,false,'low-latency, bounds checks off'"})
    @Rule("T-10")
    void shouldNameTheProfileAndWhetherBoundsWereCheckedWhenPrinted(
        final String profile,
        final boolean isChecked,
        final String expected)
    {
        final LoadReport report = report(NONE, 0, null, profile, isChecked);

        assertTrue(text(report).contains(expected), () -> text(report));
        assertEquals(isChecked, report.json().get("boundsChecked").asBoolean());
    }

    private static LoadReport report(final Faults faults, final long allocated, final Input input)
    {
        return report(faults, allocated, input, "default", true);
    }

    private static LoadReport report(
        final Faults faults,
        final long allocated,
        final Input input,
        final String profile,
        final boolean isChecked)
    {
        return new LoadReport(new Terms(4, 64, 64, 1, 0, "ring", false, profile, isChecked),
            new Counts(2_000, 2 * SECOND_NS, 2_000, faults, allocated, 3, 4, input), new Latencies(null, 0));
    }

    private static String text(final LoadReport report)
    {
        final StringWriter text = new StringWriter();
        report.print(new PrintWriter(text));
        return text.toString();
    }
}
