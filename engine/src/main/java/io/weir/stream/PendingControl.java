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

import io.weir.counters.CounterType;
import io.weir.counters.Tally;
import io.weir.codecs.CancelReason;
import io.weir.codecs.CloseReason;
import io.weir.codecs.StreamErrorCode;

/**
 * Sends the agent's control frames, and keeps what finds the link full in the stream's own record until there is room:
 * bits, code and reason, on an intrusive list. Per stream the order is Open, Credit, Error, Close or Cancel (T-7).
 */
final class PendingControl
{
    static final int OPEN = 1;
    static final int CREDIT = 1 << 1;
    static final int ERROR = 1 << 2;
    static final int CLOSE = 1 << 3;
    static final int CANCEL = 1 << 4;
    /** Holds everything back while the Open is being prepared. */
    static final int HELD = 1 << 5;

    private final StreamOutput output;
    private final Tally counts;
    private StreamEnd head;
    private StreamEnd tail;

    PendingControl(final StreamOutput output, final Tally counts)
    {
        this.output = output;
        this.counts = counts;
    }

    /** Grants up to a limit; a later grant replaces one that is kept (C-1). */
    void credit(final StreamEnd end, final long limit)
    {
        end.granted(limit);
        if (0 != end.pending || !output.credit(end.id, limit))
        {
            keep(end, CREDIT);
        }
    }

    /** Sends Open, and behind it what was wanted while it was prepared. */
    void openThen(final StreamEnd end, final int meanwhile)
    {
        end.pending = OPEN | meanwhile;
        if (!isEmpty() || !sendAll(end))
        {
            keep(end, 0);
        }
    }

    void error(final StreamEnd end, final StreamErrorCode code, final String message)
    {
        end.pendingCode = code;
        if (0 != end.pending || !output.error(end.id, code, message))
        {
            if (!message.isEmpty())
            {
                counts.increment(CounterType.CONTROL_TEXT_LOST_TOTAL);
            }
            keep(end, ERROR);
        }
    }

    /** Abortive Close: no grant is worth sending before it. */
    void close(final StreamEnd end, final CloseReason reason)
    {
        end.pendingReason = reason;
        end.pending &= ~CREDIT;
        if (0 != end.pending || !output.close(end.id, -1, reason))
        {
            keep(end, CLOSE);
        }
    }

    /** Close(END) behind all Data, which the receiver has passed or gets through the same sink (S-8). */
    void closeBehindData(final StreamEnd end)
    {
        end.pendingReason = CloseReason.END;
        end.pending &= ~CREDIT;
        if (0 != end.pending || !output.close(end.id, end.sentSeq(), CloseReason.END))
        {
            keep(end, CLOSE);
        }
    }

    void cancel(final StreamEnd end, final CancelReason reason)
    {
        end.pendingCancel = reason;
        end.pending &= ~CREDIT;
        if (0 != end.pending || !output.cancel(end.id, reason))
        {
            keep(end, CANCEL);
        }
    }

    boolean isEmpty()
    {
        return null == head;
    }

    /** Sends what there is room for, oldest stream first. */
    int resume()
    {
        int sent = 0;
        while (null != head)
        {
            final StreamEnd end = head;
            sent += Integer.bitCount(end.pending);
            if (!sendAll(end))
            {
                return sent - Integer.bitCount(end.pending);
            }
            head = end.nextPending;
            end.nextPending = null;
            end.isListed = false;
            if (null == head)
            {
                tail = null;
            }
        }
        return sent;
    }

    /** Sends what is kept of one stream; whether there was room for all of it. */
    private boolean sendAll(final StreamEnd end)
    {
        while (0 != end.pending)
        {
            final int bit = Integer.lowestOneBit(end.pending);
            if (!send(end, bit))
            {
                return false;
            }
            end.pending &= ~bit;
        }
        return true;
    }

    private boolean send(final StreamEnd end, final int bit)
    {
        switch (bit)
        {
            case OPEN:
                if (!output.open(end.id, end.open.request, end.window))
                {
                    return false;
                }
                end.open = null;
                return true;
            case CREDIT:
                return output.credit(end.id, end.limit);
            case ERROR:
                return output.error(end.id, end.pendingCode, "");
            case CLOSE:
                return output.close(
                    end.id, CloseReason.END == end.pendingReason ? end.sentSeq() : -1, end.pendingReason);
            default:
                return output.cancel(end.id, end.pendingCancel);
        }
    }

    private void keep(final StreamEnd end, final int bit)
    {
        final boolean isHeld = 0 != (end.pending & HELD);
        end.pending |= bit;
        if (isHeld)
        {
            // Goes out behind the Open, in the same breath.
            return;
        }
        counts.increment(CounterType.CONTROL_DEFERRED_TOTAL);
        // A stream may be listed with nothing to send: its grant was withdrawn by a Close or a Cancel.
        if (!end.isListed)
        {
            end.isListed = true;
            if (null == tail)
            {
                head = end;
            }
            else
            {
                tail.nextPending = end;
            }
            tail = end;
        }
    }
}
