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
package io.weir.kernel;

import org.agrona.DirectBuffer;

/** Knows which blobs are stored and durable (K-15). Asked for inputs from outside only, never in replay. */
@FunctionalInterface
public interface Blobs
{
    /** Nothing is stored. */
    Blobs NONE = (buffer, offset) -> false;

    /**
     * {@return whether a blob is stored}
     *
     * @param buffer that holds its SHA-256.
     * @param offset of the 32 bytes.
     */
    boolean isStored(DirectBuffer buffer, int offset);
}
