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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Holds the table of conformance cases to the ids there are, and to the tests it names. */
class CaseTableTest
{
    private static final String IDS =
        "A01 A02 A03 A05 A06 A07 A09 A10 A11 A13 A14 A15 A17 A18 A19 A21 A22 A23 A25 A26 A27 A29 " +
            "A30 A31 A33 A34 B01 B03 B04 B05 B07 B08 B09 B11 B12 B13 B15 B16 B17 B19 B20 B21 C01 C02 " +
            "C03 C05 C06 C07 C09 D01 D02 D04 D05 D06 D08 D09 D10 D13 D14 D16 D17 D18 D20 D21 D22 D24 " +
            "E01 E02 E04 E05 E06 E08 E09 E10 E12 E13 F01 F03 F04 F05 F07 F08 F09 F11 F12 F13 F15 F16 " +
            "F17 F19 F20 F21 F23 F24 F25 F27 G01 G02 G04 G05 G06 G08 G09 G10 G12 G13 G14 G16 G17 G18 " +
            "H01 H02 H03 H05 H06 H07 H09 H10 H11 H13 H14 H15 H17 H18 H19 ";

    @Test
    void shouldHaveARowForEachCaseWhenTheTableIsRead() throws IOException
    {
        assertEquals(new TreeSet<>(List.of(IDS.strip().split(" +"))), table().keySet());
    }

    @Test
    void shouldNameTestsThatExistOrAReasonWhenACaseIsCovered() throws IOException
    {
        final List<String> faults = new ArrayList<>();
        table().forEach((id, text) ->
        {
            if (text.startsWith("n/a"))
            {
                if (text.length() < 10)
                {
                    faults.add(id + " has no reason");
                }
                return;
            }
            for (final String name : text.split(" +"))
            {
                if (!isTest(name))
                {
                    faults.add(id + " names " + name);
                }
            }
        });

        assertEquals(List.of(), faults);
    }

    private static boolean isTest(final String name)
    {
        final int dot = name.lastIndexOf('.');
        try
        {
            final String type = name.substring(0, dot);
            return Arrays.stream(Class.forName("io.weir." + (type.startsWith("journal.") ? type : "kernel." + type))
                .getDeclaredMethods())
                .anyMatch(method -> method.getName().equals(name.substring(dot + 1)) &&
                    (method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class)));
        }
        catch (final ClassNotFoundException ex)
        {
            return false;
        }
    }

    private static Map<String, String> table() throws IOException
    {
        final Map<String, String> table = new TreeMap<>();
        try (InputStream in = CaseTableTest.class.getResourceAsStream("cases.txt"))
        {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(line -> assertEquals(null, table.put(line.substring(0, 3), line.substring(4)), line));
        }
        return table;
    }
}
