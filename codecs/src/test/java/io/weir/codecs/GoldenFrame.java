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

package io.weir.codecs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A frame as a file in the repository states it: its bytes and, field by field in the order of the bytes, their
 * meaning.
 */
record GoldenFrame(String name, byte[] bytes, Map<String, String> meaning)
{
    static final List<String> NAMES = List.of(
        "open", "open-duplex", "data", "data-more", "data-end", "error", "close", "close-cancel", "cancel", "credit",
        "hello", "hello-durable", "hello-not-durable", "challenge", "challenge-response", "welcome",
        "welcome-not-durable", "refuse", "heartbeat", "goodbye", "receipt", "roll");

    static List<GoldenFrame> all()
    {
        return NAMES.stream().map(GoldenFrame::read).toList();
    }

    static GoldenFrame read(final String name)
    {
        final StringBuilder hex = new StringBuilder();
        final Map<String, String> meaning = new LinkedHashMap<>();
        for (final String line : lines(name))
        {
            final int columnEnd = line.indexOf("   ");
            hex.append(columnEnd < 0 ? line : line.substring(0, columnEnd));
            if (columnEnd >= 0)
            {
                final String[] pair = line.substring(columnEnd).strip().split(" = ", 2);
                meaning.put(pair[0], pair[1]);
            }
        }

        return new GoldenFrame(name, HexFormat.of().parseHex(hex.toString().replace(" ", "")), meaning);
    }

    /**
     * {@return the lines of a golden file that are neither empty nor comments}
     */
    static List<String> lines(final String name)
    {
        try (InputStream in = GoldenFrame.class.getResourceAsStream("/golden/" + name + ".txt"))
        {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                .filter((line) -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException("cannot read " + name, ex);
        }
    }

    int templateId()
    {
        return intOf("header.templateId");
    }

    int intOf(final String field)
    {
        return Integer.parseInt(meaning.get(field));
    }

    long longOf(final String field)
    {
        return Long.parseLong(meaning.get(field));
    }

    long streamId()
    {
        return Long.parseUnsignedLong(meaning.get("streamId").substring(2), 16);
    }

    String textOf(final String field)
    {
        return meaning.getOrDefault(field, "");
    }

    byte[] bytesOf(final String field)
    {
        final String text = meaning.get(field);
        return null == text ? new byte[0] : HexFormat.of().parseHex(text.substring(2));
    }

    @Override
    public String toString()
    {
        return name;
    }
}
