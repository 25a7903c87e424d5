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

package io.weir.perf.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinesTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldKeepEveryByteWhenSplittingIntoLines() throws IOException
    {
        assertEquals(List.of("a\r\n", "\n", "\n", "b"), lines("a\r\n\n\nb"));
        assertEquals(List.of("a\n"), lines("a\n"));
        assertEquals(List.of(), lines(""));
    }

    @Test
    void shouldKeepEveryByteWhenLinesAreLongerThanTheBuffer() throws IOException
    {
        final String first = "x".repeat(700_000) + "\n";
        final String second = "y".repeat(300_000) + "\n";
        final String third = "z".repeat(1_500_000);

        assertEquals(List.of(first, second, third), lines(first + second + third));
    }

    @Test
    void shouldFindTheLongestLineAndItsNumberWhenScanning() throws IOException
    {
        final LineScan scan = LineScan.of(file("ab\nabcd\nabc\nabcd\n"));

        assertEquals(4, scan.lines());
        assertEquals(17, scan.bytes());
        assertEquals(5, scan.longestLength());
        assertEquals(2, scan.longestNumber());
    }

    @Test
    void shouldGiveTheFilesDigestWhenLinesArriveInAnyOrder() throws IOException
    {
        final LineScan scan = LineScan.of(file("one\ntwo\n\nfour"));
        final LineOrder order = new LineOrder();

        receive(order, 2, "\n");
        receive(order, 0, "one\n");
        assertEquals(1, order.passed());
        receive(order, 3, "four");
        receive(order, 1, "two\n");

        assertEquals(4, order.passed());
        assertEquals(scan.sha256(), order.sha256());
    }

    @Test
    void shouldGiveAnotherDigestWhenALineIsMissingOrChanged() throws IOException
    {
        final LineScan scan = LineScan.of(file("one\ntwo\nthree\n"));
        final LineOrder missing = new LineOrder();
        receive(missing, 0, "one\n");
        receive(missing, 2, "three\n");
        final LineOrder changed = new LineOrder();
        receive(changed, 0, "one\n");
        receive(changed, 1, "tvo\n");
        receive(changed, 2, "three\n");

        assertNotEquals(scan.sha256(), missing.sha256());
        assertNotEquals(scan.sha256(), changed.sha256());
    }

    private static void receive(final LineOrder order, final long line, final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        order.onLine(line, new UnsafeBuffer(bytes), 0, bytes.length);
    }

    private List<String> lines(final String text) throws IOException
    {
        final List<String> lines = new ArrayList<>();
        try (LineSource source = new LineSource(file(text)))
        {
            while (source.next())
            {
                assertEquals(lines.size(), source.number());
                lines.add(source.buffer().getStringWithoutLengthUtf8(source.offset(), source.length()));
            }
        }
        return lines;
    }

    private Path file(final String text) throws IOException
    {
        return Files.writeString(directory.resolve("input"), text);
    }
}
