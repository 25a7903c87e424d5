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

package io.weir.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

class BomTest
{
    private static final Pattern VERSION =
        Pattern.compile("<artifactId>weir-(?:parent|bom)</artifactId>\\s*<version>([^<]+)</version>");

    @Test
    void shouldCarryTheVersionOfTheParentWhenImported() throws IOException
    {
        assertEquals(version(Path.of("..", "pom.xml")), version(Path.of("..", "codecs", "bom", "pom.xml")));
    }

    private static String version(final Path pom) throws IOException
    {
        final Matcher matcher = VERSION.matcher(Files.readString(pom));
        if (!matcher.find())
        {
            throw new AssertionError("no version in " + pom);
        }

        return matcher.group(1);
    }
}
