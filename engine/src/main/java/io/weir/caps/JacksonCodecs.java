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

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;

import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Objects;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Codecs that write any type as JSON (UTF-8) with Jackson, which an application that uses this class adds to its
 * dependencies: {@code com.fasterxml.jackson.core:jackson-databind}. To be added to others:
 *
 * <pre>
 *   final JacksonCodecs json = new JacksonCodecs(new ObjectMapper());
 *   Codecs.standard().orElse(json)    JSON for all that the standard ones do not take
 *   Codecs.standard().with(json)      JSON for everything, text and bytes included
 * </pre>
 *
 * <p>What comes from a peer is bound to the declared type alone; do not enable default typing on the mapper.
 */
public final class JacksonCodecs implements CodecSource
{
    private final ObjectMapper mapper;

    /**
     * Writes and reads as a mapper is set up.
     *
     * @param mapper to use; not to be changed afterwards.
     */
    public JacksonCodecs(final ObjectMapper mapper)
    {
        this.mapper = Objects.requireNonNull(mapper, "mapper");
    }

    @Override
    public Codec<?> codec(final Type type)
    {
        if (void.class == type || Void.class == type)
        {
            return null;
        }
        final JavaType javaType = mapper.constructType(type);
        return new JsonCodec(
            javaType,
            mapper.writerFor(javaType),
            mapper.readerFor(javaType).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS));
    }

    private record JsonCodec(JavaType type, ObjectWriter writer, ObjectReader reader) implements Codec<Object>
    {
        @Override
        public int encode(final Object value, final MutableDirectBuffer buffer, final int offset)
        {
            try
            {
                return PlainCodecs.BYTES.encode(writer.writeValueAsBytes(value), buffer, offset);
            }
            catch (final JsonProcessingException ex)
            {
                throw new IllegalArgumentException("no JSON of " + type + ": " + ex.getOriginalMessage(), ex);
            }
        }

        @Override
        public Object decode(final DirectBuffer buffer, final int offset, final int length)
        {
            final Object value;
            try
            {
                value = reader.readValue(PlainCodecs.BYTES.decode(buffer, offset, length));
            }
            catch (final JsonProcessingException ex)
            {
                throw new IllegalArgumentException("no " + type + " in JSON: " + ex.getOriginalMessage(), ex);
            }
            catch (final IOException ex)
            {
                throw new IllegalArgumentException("no " + type + " in JSON: " + ex.getMessage(), ex);
            }
            if (null == value)
            {
                throw new IllegalArgumentException("no " + type + " in JSON: it is null");
            }
            return value;
        }
    }
}
