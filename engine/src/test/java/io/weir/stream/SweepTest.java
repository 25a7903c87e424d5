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
package io.weir.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weir.DataHeader;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.codecs.CloseReason;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.codecs.StreamIds;
import io.weir.link.RawFrames;
import io.weir.test.Rule;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The sweep that grants what is less than half a window. */
@Rule("C-4")
class SweepTest
{
    private final MachineHost host = new MachineHost(StreamIds.CONNECTOR, 8, 2);
    private final List<Stream> opened = new ArrayList<>();
    private final StreamHandler handler = new StreamHandler()
    {
        @Override
        public void onOpened(final Stream stream)
        {
            opened.add(stream);
        }

        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
        }

        @Override
        public void onClosed(final Stream stream, final CloseReason reason, final StreamErrorCode code)
        {
        }
    };

    @Test
    void shouldForgetNoStreamWhenTheSweepFailsAtAnother()
    {
        for (int i = 0; i < 3; i++)
        {
            host.machine.opener().open(
                StreamRequest.of("market.ticks").kind(InteractionKind.SERVER_STREAM), handler);
            final byte[] frame = RawFrames.data(opened.get(i).id(), 0, 0, "x");
            host.machine.onFrame(new UnsafeBuffer(frame), 0);
        }
        host.sent();
        host.sink().claim(0, 64);
        assertThrows(IllegalStateException.class, () -> host.machine.credits().sweep());
        host.sink().abort();
        host.machine.credits().sweep();

        assertEquals(2, host.sent().stream().filter(frame -> frame.startsWith("CREDIT")).count());
    }
}
