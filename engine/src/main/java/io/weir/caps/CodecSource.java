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

/** Finds codecs for types that have something in common, such as all that can be written as JSON. */
@FunctionalInterface
public interface CodecSource
{
    /**
     * {@return the codec for a type, or null if it is not for this source}
     *
     * @param type as a method declares it: a class, or a parameterized type such as {@code List<Quote>}.
     */
    Codec<?> codec(Type type);
}
