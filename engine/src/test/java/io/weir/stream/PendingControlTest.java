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

import io.weir.StreamRequest;
import io.weir.codecs.CancelReason;
import io.weir.codecs.CloseReason;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.counters.CounterType;
import io.weir.counters.Counters;
import io.weir.counters.Tally;
import io.weir.link.FrameSink;
import io.weir.test.Rule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PendingControlTest
{
    private final Link link = new Link();

    private final Counters counters = Counters.inMemory();
    private final Tally tally = new Tally(counters);
    private final PendingControl control = new PendingControl(link, tally);

    @AfterEach
    void close()
    {
        counters.close();
    }

    @Test
    @Rule("T-7")
    void shouldForgetNoStreamWhenAnotherIsCancelledWhileItsGrantWaits()
    {
        final StreamEnd first = end(1);
        final StreamEnd second = end(2);
        final StreamEnd third = end(3);
        control.credit(first, 1);
        control.credit(second, 1);
        control.cancel(first, CancelReason.REQUESTED);
        control.credit(third, 1);

        assertEquals(List.of("cancel 1", "credit 2", "credit 3"), sentWhenThereIsRoom());
    }

    @Test
    @Rule("T-7")
    void shouldSendOpenThenCreditWhenBothHaveWaited()
    {
        final StreamEnd end = opening(1);
        control.credit(end, 1);
        control.openThen(end, end.pending & ~PendingControl.HELD);

        assertEquals(List.of("open 1", "credit 1"), sentWhenThereIsRoom());
    }

    @Test
    @Rule("T-7")
    void shouldSendOpenThenCancelAndNoCreditWhenAllHaveWaited()
    {
        final StreamEnd end = opening(1);
        control.cancel(end, CancelReason.REQUESTED);
        control.credit(end, 1);
        control.cancel(end, CancelReason.REQUESTED);
        control.openThen(end, end.pending & ~PendingControl.HELD);

        assertEquals(List.of("open 1", "cancel 1"), sentWhenThereIsRoom());
    }

    @Test
    @Rule("T-7")
    void shouldSendCreditThenErrorWhenBothHaveWaited()
    {
        final StreamEnd end = end(1);
        control.error(end, StreamErrorCode.DEFERRED, "");
        control.credit(end, 1);

        assertEquals(List.of("credit 1", "error 1"), sentWhenThereIsRoom());
    }

    @Test
    @Rule("T-7")
    void shouldSendErrorThenCloseWhenBothHaveWaited()
    {
        final StreamEnd end = end(1);
        control.error(end, StreamErrorCode.KILLED, "the text");
        control.close(end, CloseReason.POLICY);

        assertEquals(List.of("error 1", "close 1"), sentWhenThereIsRoom());
        assertEquals(1, tally.value(CounterType.CONTROL_TEXT_LOST_TOTAL));
        assertEquals(2, tally.value(CounterType.CONTROL_DEFERRED_TOTAL));
    }

    @Test
    @Rule("T-7")
    void shouldOvertakeNothingOfItsStreamWhenThereIsRoomAgain()
    {
        final StreamEnd end = end(1);
        control.error(end, StreamErrorCode.KILLED, "");
        link.isFull = false;
        control.close(end, CloseReason.POLICY);
        assertEquals(List.of(), link.sent);

        assertEquals(List.of("error 1", "close 1"), sentWhenThereIsRoom());
    }

    private List<String> sentWhenThereIsRoom()
    {
        link.isFull = false;
        control.resume();
        return link.sent;
    }

    private static StreamEnd opening(final long id)
    {
        final StreamEnd end = end(id);
        end.open = new PendingOpen(StreamRequest.of("market.ticks"));
        end.pending = PendingControl.HELD;
        return end;
    }

    private static StreamEnd end(final long id)
    {
        return new StreamEnd(null, id, "market.ticks", InteractionKind.SERVER_STREAM, true, 64, null);
    }

    /** Takes nothing while it is full, and remembers what it took. */
    private static final class Link implements StreamOutput
    {
        private final List<String> sent = new ArrayList<>();
        private boolean isFull = true;

        @Override
        public FrameSink sink()
        {
            return null;
        }

        @Override
        public int peerIndex()
        {
            return 0;
        }

        @Override
        public boolean open(final long streamId, final StreamRequest request, final int window)
        {
            return take("open " + streamId);
        }

        @Override
        public boolean credit(final long streamId, final long limit)
        {
            return take("credit " + streamId);
        }

        @Override
        public boolean error(final long streamId, final StreamErrorCode code, final String message)
        {
            return take("error " + streamId);
        }

        @Override
        public boolean close(final long streamId, final long finalSeq, final CloseReason reason)
        {
            return take("close " + streamId);
        }

        @Override
        public boolean cancel(final long streamId, final CancelReason reason)
        {
            return take("cancel " + streamId);
        }

        private boolean take(final String what)
        {
            return !isFull && sent.add(what);
        }
    }
}
