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
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class LinkTest
{
    @Test
    void shouldLeadSomewhereWhenPagesLinkToEachOther() throws IOException
    {
        final List<String> broken = new ArrayList<>();
        for (final Markdown page : Markdown.pages())
        {
            for (final Markdown.Link link : page.links())
            {
                if (!leadsSomewhere(page, link.target()))
                {
                    broken.add(link.toString());
                }
            }
        }
        assertEquals(List.of(), broken);
    }

    private static boolean leadsSomewhere(final Markdown page, final String target) throws IOException
    {
        final int hash = target.indexOf('#');
        final String file = hash < 0 ? target : target.substring(0, hash);
        final Path path = file.isEmpty() ? page.path() : page.path().resolveSibling(file).normalize();
        if (!Files.exists(path))
        {
            return false;
        }
        return hash < 0 || Markdown.read(path).anchors().contains(target.substring(hash + 1));
    }
}
