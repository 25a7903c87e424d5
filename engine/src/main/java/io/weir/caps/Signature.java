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

import io.weir.flow.StreamIterator;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** What a method takes and returns, with the codecs of it. What is wrong is told, and then null in its place. */
final class Signature
{
    private final Codecs codecs;
    private final Consumer<String> faults;
    private ResultShape shape = ResultShape.VALUE;
    private Codec<Object> params;
    private Codec<Object> upstream;
    private final Codec<Object> downstream;
    private int paramsAt = -1;
    private int upstreamAt = -1;

    Signature(final Method method, final Codecs codecs, final Consumer<String> faults)
    {
        this.codecs = codecs;
        this.faults = faults;
        readParameters(method.getGenericParameterTypes());
        downstream = readResult(method.getGenericReturnType());
    }

    private void readParameters(final Type[] types)
    {
        for (int i = 0; i < types.length; i++)
        {
            final Class<?> raw = raw(types[i]);
            if (Flow.Publisher.class == raw && upstreamAt < 0)
            {
                upstreamAt = i;
                upstream = item(types[i], "the publisher that it takes");
            }
            else if (Flow.Publisher.class == raw)
            {
                faults.accept("takes more than one Flow.Publisher");
            }
            else if (null != raw && null != shape(raw))
            {
                faults.accept("takes a " + raw.getSimpleName() + "; what streams towards the provider is a " +
                    "Flow.Publisher");
            }
            else if (paramsAt < 0)
            {
                paramsAt = i;
                params = codec(types[i], "the value that it takes");
            }
            else
            {
                faults.accept("takes more than one value; put them into one type with a codec");
            }
        }
    }

    private Codec<Object> readResult(final Type type)
    {
        final ResultShape wrapped = null == raw(type) ? null : shape(raw(type));
        if (null == wrapped)
        {
            return codec(type, "what it returns");
        }
        shape = wrapped;
        return item(type, "the " + raw(type).getSimpleName() + " that it returns");
    }

    private static ResultShape shape(final Class<?> raw)
    {
        if (Flow.Publisher.class == raw)
        {
            return ResultShape.PUBLISHER;
        }
        if (StreamIterator.class == raw)
        {
            return ResultShape.ITERATOR;
        }
        return CompletionStage.class == raw ? ResultShape.STAGE : null;
    }

    /** The codec of what is in a publisher, an iterator or a stage. */
    private Codec<Object> item(final Type type, final String where)
    {
        if (type instanceof ParameterizedType parameterized)
        {
            return codec(parameterized.getActualTypeArguments()[0], where);
        }
        faults.accept(where + " does not say of what");
        return null;
    }

    @SuppressWarnings("unchecked")
    private Codec<Object> codec(final Type type, final String where)
    {
        if (!isConcrete(type))
        {
            faults.accept(where + " is of " + type.getTypeName() + ", which is no type of its own");
            return null;
        }
        Codec<?> codec = null;
        try
        {
            codec = codecs.find(type);
            if (null == codec)
            {
                faults.accept(
                    where + " is of " + type.getTypeName() + ", for which there is no codec; add one to Codecs");
            }
        }
        catch (final RuntimeException ex)
        {
            faults.accept(where + " is of " + type.getTypeName() + ", for which no codec could be made: " +
                ex.getMessage());
        }
        return (Codec<Object>)codec;
    }

    private static boolean isConcrete(final Type type)
    {
        if (type instanceof TypeVariable || type instanceof WildcardType)
        {
            return false;
        }
        if (type instanceof ParameterizedType parameterized)
        {
            for (final Type argument : parameterized.getActualTypeArguments())
            {
                if (!isConcrete(argument))
                {
                    return false;
                }
            }
        }
        return true;
    }

    private static Class<?> raw(final Type type)
    {
        if (type instanceof Class<?> plain)
        {
            return plain;
        }
        return type instanceof ParameterizedType parameterized ? (Class<?>)parameterized.getRawType() : null;
    }

    ResultShape shape()
    {
        return shape;
    }

    Codec<Object> params()
    {
        return params;
    }

    Codec<Object> upstream()
    {
        return upstream;
    }

    Codec<Object> downstream()
    {
        return downstream;
    }

    int paramsAt()
    {
        return paramsAt;
    }

    int upstreamAt()
    {
        return upstreamAt;
    }
}
