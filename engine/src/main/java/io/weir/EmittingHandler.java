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
package io.weir;

import org.agrona.DirectBuffer;

/**
 * The handler of an end that only sends: a provider of a server stream or of a response. Threads as {@link
 * StreamHandler}.
 */
@FunctionalInterface
public interface EmittingHandler extends StreamHandler
{
    @Override
    void onWritable(Stream stream, int budget);

    /**
     * Never called for the kinds of interaction that this is meant for (S-8).
     *
     * @throws IllegalStateException for any other: its handler is to take Data.
     */
    @Override
    default void onData(
        final Stream stream,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final DataHeader header)
    {
        throw new IllegalStateException(stream.kind() + " brings Data: its handler is to take it");
    }
}
