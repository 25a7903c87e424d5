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

import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.weir.perf.Failure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a result as JSON: UTF-8, indented, a newline at the end.
 */
public final class JsonFile
{
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonFile()
    {
    }

    /**
     * Writes a file.
     *
     * @param file to write, replaced if it is there.
     * @param json to write into it.
     */
    public static void write(final Path file, final JsonNode json)
    {
        try
        {
            final String text = MAPPER.writer(new DefaultPrettyPrinter()).writeValueAsString(json) + "\n";
            Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        }
        catch (final IOException ex)
        {
            throw new Failure("cannot write " + file + " (" + ex + "): free space or name another file, and run again",
                ex);
        }
    }
}
