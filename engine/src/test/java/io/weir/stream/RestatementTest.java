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
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What a session states anew when it goes on over another connection (N-4). */
class RestatementTest
{
    private final MachineHost host = new MachineHost(StreamIds.CONNECTOR, 8, 2);
    private final Idle idle = new Idle();

    @Test
    @Rule({"N-4", "C-1"})
    void shouldStateEveryLimitThenEveryOpenCancelWhenItGoesOn()
    {
        open();
        final Stream cancelled = open();
        cancelled.cancel();
        final Stream closed = open();
        feed(RawFrames.close(closed.id(), 0, CloseReason.END));
        host.sent();

        restate();

        assertEquals(List.of("CREDIT", "CANCEL"), words());
    }

    @Test
    @Rule({"N-4", "S-5"})
    void shouldStateACancelAnewWhenItsStreamIsATombstone()
    {
        final StreamEnd end = open();
        end.cancel();
        end.onTimer();
        assertEquals(StreamState.TOMBSTONE, end.state());
        host.sent();

        restate();

        assertEquals(List.of("CANCEL"), words());
    }

    @Test
    @Rule("N-4")
    void shouldStateNothingWhenNothingIsOpen()
    {
        final Stream closed = open();
        feed(RawFrames.close(closed.id(), 0, CloseReason.END));
        host.sent();

        restate();

        assertEquals(List.of(), words());
    }

    private void restate()
    {
        host.machine.credits().restate();
        host.machine.opener().restateCancels();
        host.settle();
    }

    private List<String> words()
    {
        host.settle();
        return host.sent().stream().map(frame -> frame.split(" ")[0]).toList();
    }

    private StreamEnd open()
    {
        host.machine.opener().open(
            StreamRequest.of("market.ticks").kind(InteractionKind.SERVER_STREAM), idle);
        return idle.last;
    }

    private void feed(final byte[] frame)
    {
        host.machine.onFrame(new UnsafeBuffer(frame), 0);
    }

    private static final class Idle implements StreamHandler
    {
        StreamEnd last;

        @Override
        public void onOpened(final Stream stream)
        {
            last = (StreamEnd)stream;
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
    }
}
