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

package io.weir.perf.load;

import io.weir.DataHeader;
import io.weir.MessageAssembler;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.codecs.CloseReason;
import io.weir.codecs.StreamErrorCode;
import io.weir.perf.Failure;

import org.agrona.DirectBuffer;

/**
 * The receiving ends of the streams: for generated messages and for lines.
 */
final class Receivers
{
    private final StreamCheck[] checks;
    private final Reception reception;
    private final LineOrder order;
    private final RunState state;
    private final LoadOptions terms;
    private final int maxMessage;

    /**
     * Prepares the receiving ends.
     *
     * @param terms      of the run.
     * @param reception  that they share.
     * @param order      of the lines, null for generated messages.
     * @param state      of the run.
     * @param maxMessage length of the longest line in bytes.
     */
    Receivers(
        final LoadOptions terms,
        final Reception reception,
        final LineOrder order,
        final RunState state,
        final int maxMessage)
    {
        this.terms = terms;
        this.reception = reception;
        this.order = order;
        this.state = state;
        this.maxMessage = maxMessage;
        checks = new StreamCheck[null == order ? terms.streams() : 0];
    }

    /**
     * {@return the handler of a stream}
     *
     * @param index of the stream.
     */
    StreamHandler receiver(final int index)
    {
        if (null != order)
        {
            return new MessageAssembler(new Lines(index), Math.max(1, maxMessage));
        }
        checks[index] = new StreamCheck(index, terms.payloadBytes(), reception.tally());
        final Schedule schedule = Emitters.schedule(terms);
        return null == schedule ?
            new Generated(checks[index], reception) : new Scheduled(checks[index], reception, index, schedule);
    }

    /**
     * Compares what arrived with what was sent, after the run.
     *
     * @param index of the stream.
     * @param sent  count of messages sent on it.
     */
    void onEnd(final int index, final long sent)
    {
        checks[index].onEnd(sent);
    }

    private void onError(final StreamErrorCode code, final String message)
    {
        if (!state.isStarted() && StreamErrorCode.DEFERRED != code)
        {
            state.onFailure(new Failure("the provider refused a stream with " + code + ": " + message, null));
        }
    }

    private void onClosed(final CloseReason reason)
    {
        reception.onClosed();
        if (CloseReason.END != reason)
        {
            reception.tally().onFailedStream();
        }
    }

    /** Checks generated messages. */
    private class Generated implements StreamHandler
    {
        final Reception shared;
        private final StreamCheck check;

        Generated(final StreamCheck check, final Reception shared)
        {
            this.check = check;
            this.shared = shared;
        }

        @Override
        public void onOpened(final Stream stream)
        {
            shared.onOpened();
        }

        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            final long seq = header.seq();
            check.onMessage(buffer, offset, length, seq);
            onChecked(header, seq);
        }

        @Override
        public void onError(final Stream stream, final StreamErrorCode code, final String message)
        {
            Receivers.this.onError(code, message);
        }

        @Override
        public void onClosed(final Stream stream, final CloseReason reason, final StreamErrorCode code)
        {
            Receivers.this.onClosed(reason);
        }

        void onChecked(final DataHeader header, final long seq)
        {
            shared.onMessage(header.timestampNs());
        }
    }

    /** Checks generated messages that have their times. */
    private final class Scheduled extends Generated
    {
        private final Schedule schedule;
        private final int place;
        private final int streamsOfEmitter;

        Scheduled(final StreamCheck check, final Reception shared, final int index, final Schedule schedule)
        {
            super(check, shared);
            this.schedule = schedule;
            place = index / terms.producers();
            streamsOfEmitter = Emitters.streamsOf(index % terms.producers(), terms);
        }

        @Override
        void onChecked(final DataHeader header, final long seq)
        {
            shared.onMessage(schedule.intendedNs(state.startNs(), seq * streamsOfEmitter + place));
        }
    }

    /** Puts lines together. */
    private final class Lines implements StreamHandler
    {
        private final Schedule schedule = Schedule.of(terms.ratePerSecond());
        private long line;

        Lines(final int index)
        {
            line = index;
        }

        @Override
        public void onOpened(final Stream stream)
        {
            reception.onOpened();
        }

        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            order.onLine(line, buffer, offset, length);
            reception.tally().onRight();
            reception.onMessage(
                null == schedule ? header.timestampNs() : schedule.intendedNs(state.startNs(), line));
            line += terms.streams();
        }

        @Override
        public void onError(final Stream stream, final StreamErrorCode code, final String message)
        {
            Receivers.this.onError(code, message);
        }

        @Override
        public void onClosed(final Stream stream, final CloseReason reason, final StreamErrorCode code)
        {
            Receivers.this.onClosed(reason);
        }
    }
}
