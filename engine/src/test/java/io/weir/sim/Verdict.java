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

package io.weir.sim;

import io.weir.codecs.CloseReason;
import io.weir.codecs.StreamErrorCode;

/** Judges the end that a side hears by what both sides, policy and clock have done. */
final class Verdict
{
    private final SimStream stream;
    private final SimSide side;
    private final SimSide acceptor;
    private final SimSide opener;

    Verdict(final SimStream stream, final SimSide side)
    {
        this.stream = stream;
        this.side = side;
        opener = stream.opener;
        acceptor = stream.acceptor;
    }

    /** {@return what is wrong with the end, null for nothing} */
    String wrong(final CloseReason reason, final StreamErrorCode code)
    {
        final boolean isGraceful = null != acceptor && acceptor.closeSent;
        final boolean matches =
            isGraceful && reason == acceptor.closeReason() && code == acceptor.closeCode();
        final boolean isItself = null != acceptor && !isGraceful && acceptor.closesItself() &&
            CloseReason.END == reason && StreamErrorCode.NULL_VAL == code;
        if (matches || isItself)
        {
            return side.isOpener ? loss(reason) : null;
        }
        if (isGraceful && mustHearClose())
        {
            return "S-4: closed with " + acceptor.closeReason() + " " + acceptor.closeCode() + ", heard " + reason +
                " " +
                code;
        }
        return mayHear(reason, code) ? null : "S-2: closed with " + reason + " " + code + " for no reason";
    }

    /** A graceful close loses nothing, unless the opener stopped listening. */
    private String loss(final CloseReason reason)
    {
        if (isCancelled() || stream.link.mayHaveLost(stream.sim.clock.nanoTime()))
        {
            return null;
        }
        if (opener.received != acceptor.sent.size())
        {
            return "S-4: closed with " + reason + " after " + opener.received + " of " + acceptor.sent.size();
        }
        return acceptor.hasSentEnd() && !opener.endHeard ? "S-4: closed with " + reason + " without END" : null;
    }

    private boolean mustHearClose()
    {
        return !(side.isOpener && isCancelled()) && !stream.isDeadlinePassed() &&
            !stream.link.mayHaveLost(stream.sim.clock.nanoTime());
    }

    private boolean isCancelled()
    {
        return opener.cancelAsked || opener.crashed || stream.interrupted || stream.link.interrupting;
    }

    private boolean mayHear(final CloseReason reason, final StreamErrorCode code)
    {
        return switch (reason)
        {
            case CANCEL -> StreamErrorCode.NULL_VAL == code &&
                (isCancelled() || !side.isOpener && stream.isDeadlinePassed() ||
                    stream.link.mayHaveLost(stream.sim.clock.nanoTime()));
            case ERROR -> mayFail(code);
            case POLICY -> mayBeEndedByPolicy(code);
            default -> false;
        };
    }

    private boolean mayFail(final StreamErrorCode code)
    {
        return null != acceptor && acceptor.aborts.contains(code) || switch (code)
        {
            case PROVIDER_CRASHED -> null != acceptor && acceptor.crashed;
            case PROVIDER_DISCONNECTED -> stream.link.closing || stream.link.cutOff;
            case DEADLINE -> stream.isDeadlinePassed();
            case UNKNOWN_CAPABILITY -> SimNode.ABSENT.equals(stream.request.capability());
            case INVALID_PARAMS -> stream.refusedByProvider;
            default -> false;
        };
    }

    private boolean mayBeEndedByPolicy(final StreamErrorCode code)
    {
        final String capability = stream.request.capability();
        return null != acceptor && acceptor.aborts.contains(code) || switch (code)
        {
            case REJECTED -> null == acceptor && (SimNode.REJECTED.equals(capability) ||
                SimNode.DEFERRED.equals(capability) || stream.link.closing || stream.link.cutOff ||
                stream.sim.isCrowded());
            case DROPPED -> null == acceptor && SimNode.DROPPED.equals(capability);
            case KILLED -> null != acceptor && SimNode.KILLABLE.equals(capability);
            default -> false;
        };
    }
}
