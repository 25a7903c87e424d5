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

package io.weir.flow;

import java.nio.charset.StandardCharsets;
import org.agrona.MutableDirectBuffer;

/**
 * Writes an item as the payload of one message. Runs on the session's agent and must return soon. An exception gives
 * the stream up (S-6).
 *
 * @param <T> of the items.
 */
@FunctionalInterface
public interface Encoder<T>
{
    /** Writes bytes as they are. */
    Encoder<byte[]> BYTES = (item, buffer, offset) ->
    {
        buffer.putBytes(offset, item);
        return item.length;
    };

    /** Writes text in UTF-8. */
    Encoder<String> UTF_8 = (item, buffer, offset) -> BYTES.encode(
        item.getBytes(StandardCharsets.UTF_8), buffer, offset);

    /**
     * Encodes one item. May be called again for the same item when the link had no room for it.
     *
     * @param item   to encode.
     * @param buffer to encode into, which grows as it is written to.
     * @param offset at which to begin.
     * @return the length of the payload in bytes.
     */
    int encode(T item, MutableDirectBuffer buffer, int offset);
}
