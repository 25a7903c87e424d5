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
import org.agrona.DirectBuffer;

/**
 * Makes an item of the payload of one message. Runs on the session's agent and must return soon. An exception ends the
 * stream as a failure of the consumer (S-6).
 *
 * @param <T> of the items.
 */
@FunctionalInterface
public interface Decoder<T>
{
    /** Copies the payload. */
    Decoder<byte[]> BYTES = (buffer, offset, length) ->
    {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    };

    /** Reads the payload as UTF-8 text. */
    Decoder<String> UTF_8 = (buffer, offset, length) -> new String(BYTES.decode(buffer, offset, length),
        StandardCharsets.UTF_8);

    /**
     * Decodes one message.
     *
     * @param buffer that holds the payload; valid until this returns, never to be written or kept.
     * @param offset of the payload.
     * @param length of the payload in bytes.
     * @return the item, which refers to nothing of the buffer; not null.
     */
    T decode(DirectBuffer buffer, int offset, int length);
}
