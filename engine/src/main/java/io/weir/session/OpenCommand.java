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
package io.weir.session;

import io.weir.Result;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.codecs.CloseReason;
import io.weir.codecs.StreamErrorCode;
import io.weir.counters.CounterType;
import java.util.concurrent.atomic.AtomicBoolean;

/** An Open that another thread asked for (S-9). Tried by the agent until there is room in the link. */
final class OpenCommand
{
    private final SessionEnd session;
    private final StreamRequest request;
    private final StreamHandler handler;
    private final AtomicBoolean taken = new AtomicBoolean();

    OpenCommand(final SessionEnd session, final StreamRequest request, final StreamHandler handler)
    {
        this.session = session;
        this.request = request;
        this.handler = handler;
    }

    /** {@return the Opens of its session that wait} */
    WaitingOpens waiting()
    {
        return session.waitingOpens();
    }

    /**
     * {@return whether this call was the first: the agent's, which then runs it, or the asking thread's, which takes it
     * back}
     */
    boolean take()
    {
        return taken.compareAndSet(false, true);
    }

    /** Whether the command is done with; else the link is full and it is to be tried again. */
    boolean execute()
    {
        final long result = open();
        if (Result.BACK_PRESSURED == result)
        {
            return false;
        }
        if (result < 0)
        {
            final boolean refused = Result.REJECTED == result;
            notOpened(
                refused ? CloseReason.POLICY : CloseReason.ERROR,
                refused ? StreamErrorCode.REJECTED :
                    Result.MAX_PAYLOAD_EXCEEDED == result ?
                        StreamErrorCode.INVALID_PARAMS :
                    StreamErrorCode.PROVIDER_DISCONNECTED);
        }
        return true;
    }

    private long open()
    {
        final int before = session.streamCount();
        try
        {
            return session.isOpen() ? session.open(request, handler) : Result.CLOSED;
        }
        catch (final Throwable ex)
        {
            final boolean isRegistered = session.streamCount() > before;
            session.failed(ex);
            // Whom the session knows by now has heard of its end.
            return isRegistered ? 0 : Result.CLOSED;
        }
    }

    /** The session is interrupted before there was room for it. */
    void interrupt()
    {
        notOpened(CloseReason.CANCEL, StreamErrorCode.NULL_VAL);
    }

    private void notOpened(final CloseReason reason, final StreamErrorCode code)
    {
        try
        {
            handler.onClosed(session.streams().neverOpened(request, handler), reason, code);
        }
        catch (final Throwable ex)
        {
            session.agent().tally().increment(CounterType.HANDLER_ERRORS_TOTAL);
            session.agent().errors().onError(ex);
        }
    }
}
