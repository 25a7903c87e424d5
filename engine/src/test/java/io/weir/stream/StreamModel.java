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

import io.weir.Result;
import io.weir.codecs.CloseReason;
import io.weir.codecs.StreamErrorCode;
import java.util.ArrayList;
import java.util.List;

/** One end of a duplex stream as the rules say it, in a few words of state: what is heard, and what calls answer. */
final class StreamModel
{
    final boolean opener;
    final List<String> heard = new ArrayList<>();
    StreamState state = StreamState.OPEN;
    long expected;
    long consumed;
    boolean endReceived;
    boolean stopped;
    private boolean closedItself;
    private final boolean explicit;
    private boolean bareEnd;
    private long sendLimit;
    private long sendSeq;
    private boolean finished;
    private StreamErrorCode lastError = StreamErrorCode.INTERNAL;

    StreamModel(final boolean opener, final boolean explicit, final long sendLimit)
    {
        this.opener = opener;
        this.explicit = explicit;
        this.sendLimit = sendLimit;
    }

    /** {@return the count of frames received in order, a bare END included} */
    long taken()
    {
        return expected + (bareEnd ? 1 : 0);
    }

    void onData(final long seq, final boolean isLast, final boolean isEmpty, final long limit)
    {
        final boolean isBareEnd = isLast && isEmpty;
        if (StreamState.OPEN != state || seq < expected)
        {
            return;
        }
        if (endReceived)
        {
            violated(StreamErrorCode.PROTOCOL_VIOLATION);
        }
        else if (seq > limit || seq == limit && !isBareEnd)
        {
            violated(StreamErrorCode.FLOW_CONTROL);
        }
        else if (seq > expected)
        {
            violated(StreamErrorCode.SEQUENCE_GAP);
        }
        else
        {
            take(isLast, isBareEnd);
        }
    }

    private void take(final boolean isLast, final boolean isBareEnd)
    {
        if (isBareEnd)
        {
            bareEnd = true;
        }
        else
        {
            if (!stopped)
            {
                heard.add("data " + expected);
            }
            expected++;
            consumed = stopped || !explicit ? expected : consumed;
        }
        if (isLast)
        {
            endReceived = true;
            if (!stopped)
            {
                heard.add("end");
            }
        }
    }

    void onCredit(final long limit)
    {
        if (StreamState.OPEN == state)
        {
            sendLimit = Math.max(sendLimit, limit);
        }
    }

    void onError(final StreamErrorCode code)
    {
        if (!opener && StreamState.OPEN == state)
        {
            violated(StreamErrorCode.PROTOCOL_VIOLATION);
        }
        else if (opener && (StreamState.OPEN == state || StreamState.CANCELLING == state))
        {
            heard.add("error " + code);
            lastError = StreamErrorCode.DEFERRED == code ? lastError : code;
        }
    }

    void onClose(final long finalSeq, final CloseReason reason)
    {
        if (!opener)
        {
            if (StreamState.OPEN == state)
            {
                violated(StreamErrorCode.PROTOCOL_VIOLATION);
            }
        }
        else if (StreamState.OPEN == state && finalSeq >= 0 && finalSeq != taken())
        {
            ended(CloseReason.ERROR, StreamErrorCode.SEQUENCE_GAP);
        }
        else
        {
            final boolean fails = CloseReason.ERROR == reason || CloseReason.POLICY == reason;
            ended(reason, fails ? lastError : StreamErrorCode.NULL_VAL);
        }
    }

    void onCancel()
    {
        if (opener)
        {
            violated(StreamErrorCode.PROTOCOL_VIOLATION);
        }
        else if (StreamState.OPEN == state)
        {
            ended(CloseReason.CANCEL, StreamErrorCode.NULL_VAL);
        }
    }

    void onTimer()
    {
        if (StreamState.CANCELLING == state)
        {
            buried(CloseReason.CANCEL, StreamErrorCode.NULL_VAL);
        }
    }

    void cancel()
    {
        state = StreamState.OPEN == state ? StreamState.CANCELLING : state;
    }

    void abort(final StreamErrorCode code)
    {
        if (StreamState.OPEN == state)
        {
            ended(CloseReason.ERROR, code);
        }
    }

    long offer()
    {
        if (StreamState.OPEN != state || finished)
        {
            return Result.CLOSED;
        }
        return sendSeq < sendLimit ? sendSeq++ : Result.NO_CREDIT;
    }

    long end()
    {
        if (StreamState.OPEN != state || finished)
        {
            return Result.CLOSED;
        }
        if (opener && 0 == sendLimit)
        {
            return Result.NO_CREDIT;
        }
        finished = true;
        final long seq = sendSeq++;
        closeIfDone();
        return seq;
    }

    /** The acceptor takes no more of what the opener sends. */
    void stop()
    {
        if (StreamState.OPEN == state)
        {
            stopped = true;
            consumed = explicit ? expected : consumed;
            closeIfDone();
        }
    }

    private void closeIfDone()
    {
        if (!opener && stopped && finished)
        {
            closedItself = true;
            ended(CloseReason.END, StreamErrorCode.NULL_VAL);
        }
    }

    long close()
    {
        if (StreamState.OPEN != state)
        {
            return closedItself ? sendSeq : Result.CLOSED;
        }
        ended(CloseReason.END, StreamErrorCode.NULL_VAL);
        return sendSeq;
    }

    private void violated(final StreamErrorCode code)
    {
        if (!opener)
        {
            ended(CloseReason.ERROR, code);
        }
        else if (StreamState.OPEN == state || StreamState.CANCELLING == state)
        {
            buried(CloseReason.ERROR, code);
        }
    }

    private void buried(final CloseReason reason, final StreamErrorCode code)
    {
        heard.add("closed " + reason + " " + code);
        state = StreamState.TOMBSTONE;
    }

    private void ended(final CloseReason reason, final StreamErrorCode code)
    {
        if (StreamState.OPEN == state || StreamState.CANCELLING == state)
        {
            heard.add("closed " + reason + " " + code);
        }
        state = StreamState.ENDED;
    }
}
