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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the pages' code to code that is compiled and run: each block of Java equals a tagged piece of a test. */
class SnippetTest
{
    static List<Markdown.JavaBlock> blocks() throws IOException
    {
        final List<Markdown.JavaBlock> blocks = new ArrayList<>();
        for (final Markdown page : Markdown.pages())
        {
            blocks.addAll(page.javaBlocks());
        }
        return blocks;
    }

    @Test
    void shouldFindCodeWhenPagesAreRead() throws IOException
    {
        assertFalse(blocks().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void shouldEqualItsSourceWhenAPageShowsCode(final Markdown.JavaBlock block)
    {
        assertNotNull(
            block.source(), block + ": a block of Java needs <!-- snippet: path/of/Source.java#tag --> right above");
        final List<String> snippet = Markdown.snippet(Markdown.ROOT.resolve(block.source()), block.tag());
        assertEquals(
            String.join("\n", snippet),
            String.join("\n", block.code()),
            () -> block + " differs from " + block.source() + "#" + block.tag());
    }
}
