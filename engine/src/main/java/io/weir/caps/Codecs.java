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

package io.weir.caps;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The codecs that typed capabilities may use, asked in order. Immutable.
 *
 * <p>The standard ones take {@code byte[]}, {@code String} (UTF-8), {@code int}, {@code long}, {@code double} and
 * {@code boolean} (little endian), {@code Void} (an empty message) and the decoders that SBE generates. An SBE message
 * travels behind the standard header of eight bytes, little endian; a decoder that is received stands on a copy of its
 * own. Fixed fields of what was received are within that copy whatever the message says; groups and var data lie within
 * it as far as Agrona checks bounds, so keep those checks on, or validate, where peers are not trusted.
 */
public final class Codecs
{
    private static final Codecs STANDARD = new Codecs(List.of(Codecs::standard));

    private final List<CodecSource> sources;

    private Codecs(final List<CodecSource> sources)
    {
        this.sources = sources;
    }

    /** {@return the standard codecs} */
    public static Codecs standard()
    {
        return STANDARD;
    }

    /**
     * Adds a codec for one type.
     *
     * @param type  as methods declare it.
     * @param codec for it.
     * @param <T>   the type.
     * @return these codecs and that one.
     */
    public <T> Codecs with(final Class<T> type, final Codec<T> codec)
    {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(codec, "codec");
        return with(wanted -> type == wanted ? codec : null);
    }

    /**
     * Adds a source of codecs.
     *
     * @param source to ask before those that are there.
     * @return these codecs and that source.
     */
    public Codecs with(final CodecSource source)
    {
        final List<CodecSource> more = new ArrayList<>();
        more.add(Objects.requireNonNull(source, "source"));
        more.addAll(sources);
        return new Codecs(List.copyOf(more));
    }

    /**
     * Adds a source of codecs for what the others do not take.
     *
     * @param source to ask after those that are there.
     * @return these codecs and that source.
     */
    public Codecs orElse(final CodecSource source)
    {
        final List<CodecSource> more = new ArrayList<>(sources);
        more.add(Objects.requireNonNull(source, "source"));
        return new Codecs(List.copyOf(more));
    }

    /**
     * {@return the codec for a type, or null if there is none}
     *
     * @param type as a method declares it.
     */
    public Codec<?> find(final Type type)
    {
        for (final CodecSource source : sources)
        {
            final Codec<?> codec = source.codec(type);
            if (null != codec)
            {
                return codec;
            }
        }
        return null;
    }

    private static Codec<?> standard(final Type type)
    {
        if (byte[].class == type)
        {
            return PlainCodecs.BYTES;
        }
        if (String.class == type)
        {
            return PlainCodecs.TEXT;
        }
        if (void.class == type || Void.class == type)
        {
            return PlainCodecs.NOTHING;
        }
        final Codec<?> number = NumberCodecs.of(type);
        if (null != number)
        {
            return number;
        }
        return type instanceof Class<?> wanted && SbeCodec.isDecoder(wanted) ? SbeCodec.of(wanted) : null;
    }
}
