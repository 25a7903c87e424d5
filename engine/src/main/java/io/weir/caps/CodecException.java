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

/**
 * A message that a codec cannot read, in words that are made for the peer that sent it: of params that cannot be read
 * the caller hears them, with INVALID_PARAMS. What any other exception says is for the error log alone (S-6).
 */
public final class CodecException extends IllegalArgumentException
{
    private static final long serialVersionUID = 1L;

    /**
     * Says what is wrong with a message.
     *
     * @param text for a person at the other end.
     */
    public CodecException(final String text)
    {
        super(text);
    }
}
