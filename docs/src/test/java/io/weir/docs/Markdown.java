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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of documentation as its tests see it: blocks of code, links and anchors. */
final class Markdown
{
    /** The project's root, seen from the module in which tests run. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern SNIPPET = Pattern.compile("<!-- snippet: (\\S+)#(\\S+) -->");
    private static final Pattern LINK = Pattern.compile("!?\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final String FENCE = "```";

    private final Path path;
    private final List<String> lines;

    private Markdown(final Path path, final List<String> lines)
    {
        this.path = path;
        this.lines = lines;
    }

    /** A block of Java code, and the snippet that it must equal; source is null when none is named. */
    record JavaBlock(String page, int line, String source, String tag, List<String> code)
    {
        @Override
        public String toString()
        {
            return page + ":" + line;
        }
    }

    /** A link that leads to another place of the project. */
    record Link(String page, int line, String target)
    {
        @Override
        public String toString()
        {
            return page + ":" + line + " " + target;
        }
    }

    static Markdown read(final Path path) throws IOException
    {
        return new Markdown(path, Files.readAllLines(path));
    }

    /** Every page of the project. */
    static List<Markdown> pages() throws IOException
    {
        final List<Path> paths = new ArrayList<>();
        paths.add(ROOT.resolve("README.md"));
        paths.add(ROOT.resolve("CHANGELOG.md"));
        try (Stream<Path> files = Files.list(ROOT.resolve("docs")))
        {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(paths::add);
        }
        final List<Markdown> pages = new ArrayList<>();
        for (final Path path : paths)
        {
            pages.add(read(path));
        }
        return pages;
    }

    Path path()
    {
        return path;
    }

    List<JavaBlock> javaBlocks()
    {
        final List<JavaBlock> blocks = new ArrayList<>();
        String before = "";
        for (int i = 0; i < lines.size(); i++)
        {
            if (lines.get(i).startsWith(FENCE))
            {
                final int begin = i + 1;
                final boolean isJava = lines.get(i).equals(FENCE + "java");
                do
                {
                    i++;
                }
                while (!lines.get(i).startsWith(FENCE));
                if (isJava)
                {
                    final Matcher matcher = SNIPPET.matcher(before);
                    final boolean isNamed = matcher.matches();
                    blocks.add(new JavaBlock(
                        name(),
                        begin,
                        isNamed ? matcher.group(1) : null,
                        isNamed ? matcher.group(2) : null,
                        List.copyOf(lines.subList(begin, i))));
                }
            }
            before = lines.get(i);
        }
        return blocks;
    }

    List<Link> links()
    {
        final List<Link> links = new ArrayList<>();
        boolean isCode = false;
        for (int i = 0; i < lines.size(); i++)
        {
            isCode ^= lines.get(i).startsWith(FENCE);
            final Matcher matcher = LINK.matcher(isCode ? "" : lines.get(i));
            while (matcher.find())
            {
                if (!matcher.group(1).contains("://"))
                {
                    links.add(new Link(name(), i + 1, matcher.group(1)));
                }
            }
        }
        return links;
    }

    /** The anchors that forges make of headings. */
    Set<String> anchors()
    {
        final Set<String> anchors = new HashSet<>();
        boolean isCode = false;
        for (final String line : lines)
        {
            isCode ^= line.startsWith(FENCE);
            if (!isCode && line.startsWith("#"))
            {
                anchors.add(line.replaceFirst("^#+ +", "").toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-'));
            }
        }
        return anchors;
    }

    private String name()
    {
        return ROOT.relativize(path.toAbsolutePath().normalize()).toString();
    }

    /** The lines of a source between the marks of a tag, without the indentation that they share. */
    static List<String> snippet(final Path source, final String tag)
    {
        final List<String> all;
        try
        {
            all = Files.readAllLines(source);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("the source of a snippet cannot be read", ex);
        }
        final int begin = indexOf(all, "// tag::" + tag, source);
        final int end = indexOf(all, "// end::" + tag, source);
        final List<String> body = all.subList(begin + 1, end);
        int indentation = Integer.MAX_VALUE;
        for (final String line : body)
        {
            if (!line.isBlank())
            {
                indentation = Math.min(indentation, line.length() - line.stripLeading().length());
            }
        }
        final List<String> code = new ArrayList<>();
        for (final String line : body)
        {
            code.add(line.isBlank() ? "" : line.substring(indentation));
        }
        return code;
    }

    private static int indexOf(final List<String> lines, final String mark, final Path source)
    {
        for (int i = 0; i < lines.size(); i++)
        {
            if (lines.get(i).strip().equals(mark))
            {
                return i;
            }
        }
        throw new AssertionError("no line \"" + mark + "\" in " + source);
    }
}
