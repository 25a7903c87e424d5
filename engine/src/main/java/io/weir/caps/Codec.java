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

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes values of a type as messages and reads them back. Used by several threads at a time, so it keeps no state, or
 * keeps it apart for each thread.
 *
 * @param <T> the type of the values.
 */
public interface Codec<T>
{
    /**
     * Writes a value.
     *
     * @param value  to write, never null.
     * @param buffer to write to; it grows as it is written to.
     * @param offset to begin at.
     * @return the length of what was written, in bytes.
     * @throws RuntimeException if the value cannot be written: nothing is sent, and the caller hears of it.
     */
    int encode(T value, MutableDirectBuffer buffer, int offset);

    /**
     * Reads a value. Nothing that it keeps may lie in the buffer, which is only valid until this returns.
     *
     * @param buffer holding the message.
     * @param offset of the message.
     * @param length of the message in bytes.
     * @return the value, never null.
     * @throws RuntimeException if the message is none of this type, saying why.
     */
    T decode(DirectBuffer buffer, int offset, int length);
}
