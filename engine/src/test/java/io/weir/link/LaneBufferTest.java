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
package io.weir.link;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.test.Rule;
import java.nio.ByteOrder;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LaneBufferTest
{
    private static final int LENGTH = 64;
    private static final LaneBuffer BUFFER = LaneBuffer.allocate(LENGTH);

    @ParameterizedTest
    @MethodSource("accesses")
    @Rule("T-10")
    void shouldRefuseAnAccessBeyondItsEndWhenBoundsAreChecked(final IntConsumer access)
    {
        assumeTrue(UnsafeBuffer.SHOULD_BOUNDS_CHECK);
        access.accept(LENGTH - Long.BYTES);

        assertThrows(IndexOutOfBoundsException.class, () -> access.accept(LENGTH - Integer.BYTES + 1));
    }

    private static Stream<Named<IntConsumer>> accesses()
    {
        return Stream.of(
            Named.of("getLong", BUFFER::getLong),
            Named.of("getLong, little endian", index -> BUFFER.getLong(index, ByteOrder.LITTLE_ENDIAN)),
            Named.of("putLong", index -> BUFFER.putLong(index, 1)),
            Named.of("putLong, little endian", index -> BUFFER.putLong(index, 1, ByteOrder.LITTLE_ENDIAN)),
            Named.of("getInt", BUFFER::getInt),
            Named.of("getInt, little endian", index -> BUFFER.getInt(index, ByteOrder.LITTLE_ENDIAN)),
            Named.of("putInt", index -> BUFFER.putInt(index, 1)),
            Named.of("putInt, little endian", index -> BUFFER.putInt(index, 1, ByteOrder.LITTLE_ENDIAN)));
    }
}
