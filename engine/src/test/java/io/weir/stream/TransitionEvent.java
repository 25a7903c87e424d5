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

import static io.weir.codecs.InteractionKind.REQUEST_RESPONSE;
import static io.weir.codecs.InteractionKind.SERVER_STREAM;

import io.weir.codecs.CancelReason;
import io.weir.codecs.CloseReason;
import io.weir.codecs.DataFrame;
import io.weir.codecs.InteractionKind;
import io.weir.Provider;
import io.weir.StreamRequest;
import io.weir.codecs.StreamErrorCode;
import io.weir.codecs.StreamIds;
import io.weir.link.RawFrames;
import io.weir.policy.Decision;
import java.util.EnumSet;
import java.util.function.Consumer;

/** What can happen to one end of a stream: the rows of the transition table. */
enum TransitionEvent
{
    OPEN_SAME("Open, this id", s -> openFrame(s, s.id)),
    OPEN_NEXT("Open, the slot's next generation", s ->
    {
        s.id = TransitionSubject.id(s.host.machine.table().generation(s.id) + 1);
        openFrame(s, s.id);
    }),
    OPEN_HELD("Open, HELD", s -> s.feed(
        RawFrames.open(s.id, TransitionSubject.TICKS, s.kind, MachineHost.WINDOW, true, ""))),
    OPEN_REJECTED("Open; policy: REJECTED", s -> openWhen(s, Decision.rejected(""))),
    OPEN_DROPPED("Open; policy: DROPPED", s -> openWhen(s, Decision.dropped(""))),
    OPEN_DEFERRED("Open; policy: DEFERRED", s -> openWhen(s, Decision.deferred(""))),
    OPEN_QUEUE_FULL("Open; policy: DEFERRED, the queue is full", s -> openWhen(s, Decision.deferred("")),
        Needs.QUEUE_FULL),
    OPEN_OVER_LIMIT("Open, beyond the limit of streams", s -> openFrame(s, s.id), Needs.STREAMS_FULL),
    OPEN_AFTER_CANCELS("Open, after too many Cancels", s ->
    {
        s.host.mayOpen = false;
        openFrame(s, s.id);
    }),
    OPEN_UNKNOWN("Open, of an unknown capability", s ->
    {
        s.host.provider = null;
        openFrame(s, s.id);
    }),
    OPEN_NO_WINDOW("Open, with a window of 0", s -> s.feed(
        RawFrames.open(s.id, TransitionSubject.TICKS, s.kind, 0, false, ""))),
    OPEN_REFUSED("Open; the provider refuses", s ->
    {
        s.host.provider = (stream, open) -> open.refuse(StreamErrorCode.INVALID_PARAMS, "");
        openFrame(s, s.id);
    }),
    OPEN_OTHER_KIND("Open, of a kind that its provider does not take", s ->
    {
        s.host.provider = Provider.of(REQUEST_RESPONSE, s.host.provider);
        openFrame(s, s.id);
    }),
    OPEN_THROWS("Open; the provider throws", s ->
    {
        s.host.provider = (stream, open) ->
        {
            throw new IllegalStateException("thrown by the provider");
        };
        openFrame(s, s.id);
    }),
    DATA_IN_ORDER("Data, in order", s -> data(s, s.id, expected(s), 0)),
    DATA_HALF_WINDOW("Data, completing half a window", s -> data(s, s.id, expected(s), 0), Needs.HALF_WINDOW),
    DATA_DUPLICATE("Data, duplicate", s -> data(s, s.id, 0, 0), Needs.DATA),
    DATA_GAP("Data, gap", s -> data(s, s.id, expected(s) + 2, 0), Needs.CREDIT_GIVEN),
    DATA_OVER_LIMIT("Data, over the limit", s -> data(s, s.id, MachineHost.WINDOW, 0)),
    DATA_WITH_END("Data with END", s -> data(s, s.id, expected(s), DataFrame.END)),
    BARE_END("bare END", s -> bareEnd(s, expected(s))),
    BARE_END_AT_LIMIT("bare END, at the limit", s -> bareEnd(s, MachineHost.WINDOW), Needs.LIMIT_REACHED),
    DATA_AFTER_END("Data, after END", s -> data(s, s.id, expected(s) + 1, 0), Needs.END),
    DATA_FORBIDDEN("Data, in a direction that the kind forbids", s -> data(s, s.id, 0, 0), Needs.NO_DATA_IN),
    DATA_SECOND("Data, after the only message", s -> data(s, s.id, 1, 0), Needs.ONE_MESSAGE),
    DATA_HANDLER_THROWS("Data, in order; the handler throws", s ->
    {
        s.throwing = true;
        data(s, s.id, expected(s), 0);
    }),
    DATA_STOPPED("Data, in order; the acceptor has stopped receiving", s -> data(s, s.id, expected(s), 0),
        Needs.STOPPED),
    END_STOPPED("bare END; the acceptor has stopped receiving", s -> bareEnd(s, expected(s)), Needs.STOPPED),
    ERROR_FATAL("Error, fatal", s -> s.feed(RawFrames.error(s.id, StreamErrorCode.INTERNAL, ""))),
    ERROR_DEFERRED("Error, DEFERRED", s -> s.feed(RawFrames.error(s.id, StreamErrorCode.DEFERRED, ""))),
    CLOSE_END("Close(END), all Data seen", s -> s.feed(RawFrames.close(s.id, expected(s), CloseReason.END))),
    CLOSE_LOSS("Close(END), Data missing", s -> s.feed(RawFrames.close(s.id, expected(s) + 2, CloseReason.END))),
    CLOSE_ERROR("Close(ERROR), graceful, all Data seen",
        s -> s.feed(RawFrames.close(s.id, expected(s), CloseReason.ERROR))),
    CLOSE_CANCEL("Close(CANCEL), abortive", s -> s.feed(RawFrames.close(s.id, -1, CloseReason.CANCEL))),
    CLOSE_POLICY("Error(KILLED) and Close(POLICY), abortive", s ->
    {
        s.feed(RawFrames.error(s.id, StreamErrorCode.KILLED, ""));
        s.feed(RawFrames.close(s.id, -1, CloseReason.POLICY));
    }),
    CANCEL("Cancel", s -> s.feed(RawFrames.cancel(s.id))),
    CREDIT_RAISE("Credit, raising", s -> s.feed(RawFrames.credit(s.id, 100))),
    CREDIT_EQUAL("Credit, equal or lower", s -> s.feed(RawFrames.credit(s.id, MachineHost.WINDOW)), Needs.CREDIT_TAKEN),
    CREDIT_FORBIDDEN("Credit, in a direction that the kind forbids", s -> s.feed(RawFrames.credit(s.id, 100)),
        Needs.NO_DATA_OUT),
    SWEEP("sweep, credit owed", s -> s.host.machine.credits().sweep(), Needs.STREAM_OF_ITS_OWN),
    DO_CANCEL("cancel()", s -> s.call(() ->
    {
        s.end.cancel();
        return 0;
    }), Needs.APPLICATION),
    DO_ABORT("abort(INTERNAL)", s -> s.call(() ->
    {
        s.end.abort(StreamErrorCode.INTERNAL, "");
        return 0;
    }), Needs.APPLICATION),
    DO_END("writer.end(), with credit", s -> s.call(() -> s.end.writer().end()), Needs.APPLICATION, Needs.CREDIT_TAKEN),
    DO_END_EARLY("writer.end(), before any Credit", s -> s.call(() -> s.end.writer().end()), Needs.APPLICATION),
    DO_END_STOPPED("writer.end(); the acceptor has stopped receiving", s -> s.call(() -> s.end.writer().end()),
        Needs.APPLICATION, Needs.STOPPED),
    DO_STOP("stopReceiving()", s -> stop(s), Needs.APPLICATION),
    DO_STOP_ENDED("stopReceiving(), behind writer.end()", s -> stop(s), Needs.APPLICATION, Needs.ENDED_OUT),
    DO_CLOSE("writer.close()", s -> s.call(() -> s.end.writer().close()), Needs.APPLICATION),
    DO_FAIL("writer.close(INTERNAL)", s -> s.call(() -> s.end.writer().close(StreamErrorCode.INTERNAL, "")),
        Needs.APPLICATION),
    INTERRUPT("interrupt()", s -> s.host.machine.table().forEach(end ->
    {
        if (end.opener)
        {
            s.host.machine.opener().cancel(end, CancelReason.INTERRUPTED);
        }
        else
        {
            s.host.machine.acceptor().closeCancelled(end, CancelReason.INTERRUPTED);
        }
    }), Needs.STREAM_OF_ITS_OWN),
    REVIEW_KILLED("policy reviews: KILLED", s ->
    {
        s.host.review = Decision.killed("");
        s.host.machine.acceptor().review();
    }, Needs.STREAM_OF_ITS_OWN),
    REVIEW_ALLOWED("policy reviews: allowed", s -> s.host.machine.acceptor().review(), Needs.STREAM_OF_ITS_OWN),
    ASKED_ALLOWED("policy is asked again: allowed", s -> askAgain(s, Decision.ALLOW), Needs.PARKED),
    ASKED_REJECTED("policy is asked again: REJECTED", s -> askAgain(s, Decision.rejected("")), Needs.PARKED),
    ASKED_DROPPED("policy is asked again: DROPPED", s -> askAgain(s, Decision.dropped("")), Needs.PARKED),
    ASKED_DEFERRED("policy is asked again: DEFERRED", s -> askAgain(s, Decision.deferred("")), Needs.PARKED),
    DEADLINE("deadline", s -> s.end.onTimer(), Needs.DEADLINE),
    CANCEL_TIMEOUT("cancel time-out", s -> s.end.onTimer(), Needs.CANCEL_TIMER),
    EXPIRY("parked expiry: still DEFERRED", s -> s.end.onTimer(), Needs.PARKED),
    EXPIRY_ALLOWED("parked expiry: allowed at last", s ->
    {
        s.host.decision = Decision.ALLOW;
        s.end.onTimer();
    }, Needs.PARKED),
    SESSION_LOST("session lost", s -> s.host.machine.sessionLost(StreamErrorCode.PROVIDER_DISCONNECTED),
        Needs.STREAM_OF_ITS_OWN);

    static final String IMPOSSIBLE = "–";

    private final String label;
    private final Consumer<TransitionSubject> action;
    private final EnumSet<Needs> needs = EnumSet.noneOf(Needs.class);

    /** What must have happened before, or be so, for the event to be what its name says. */
    private enum Needs
    {
        DATA,
        CREDIT_GIVEN,
        LIMIT_REACHED,
        END,
        NO_DATA_IN,
        ONE_MESSAGE,
        STOPPED,
        ENDED_OUT,
        CREDIT_TAKEN,
        NO_DATA_OUT,
        APPLICATION,
        PARKED,
        DEADLINE,
        CANCEL_TIMER,
        QUEUE_FULL,
        STREAMS_FULL,
        HALF_WINDOW,
        STREAM_OF_ITS_OWN
    }

    TransitionEvent(final String label, final Consumer<TransitionSubject> action, final Needs... needs)
    {
        this.label = label;
        this.action = action;
        this.needs.addAll(java.util.List.of(needs));
    }

    String label()
    {
        return label;
    }

    /** {@return what comes of this event in a state, as a cell of the table says it} */
    String happen(final boolean opener, final String state)
    {
        if (!canHappen(opener, state))
        {
            return IMPOSSIBLE;
        }
        try (TransitionSubject subject = new TransitionSubject(opener))
        {
            subject.kind = kind();
            subject.enter(state);
            prepare(subject, state);
            subject.begin();
            action.accept(subject);
            return subject.outcome();
        }
    }

    private InteractionKind kind()
    {
        if (needs.contains(Needs.NO_DATA_IN) || needs.contains(Needs.NO_DATA_OUT))
        {
            return SERVER_STREAM;
        }
        return needs.contains(Needs.ONE_MESSAGE) ? REQUEST_RESPONSE : InteractionKind.DUPLEX;
    }

    private boolean canHappen(final boolean opener, final String state)
    {
        final boolean isParked = "PARKED".equals(state);
        final boolean exists = !"NONE".equals(state) && !"FUTURE".equals(state);
        for (final Needs need : needs)
        {
            final boolean met = switch (need)
            {
                // Every kind lets the acceptor send, so only an opener's Data and only a Credit to the opener can be
                // forbidden.
                case NO_DATA_IN -> !opener;
                // What is done to all of a session's streams is done to those that are.
                case STREAM_OF_ITS_OWN -> !"STALE".equals(state) && !"FUTURE".equals(state);
                case NO_DATA_OUT, ONE_MESSAGE -> opener;
                case STOPPED, ENDED_OUT -> !opener && !isParked;
                // The application has no stream to act upon before its provider was asked.
                case APPLICATION -> exists && !isParked;
                case PARKED -> isParked;
                case DEADLINE -> "OPEN".equals(state) || isParked;
                case CANCEL_TIMER -> "CANCELLING".equals(state);
                default -> true;
            };
            if (!met)
            {
                return false;
            }
        }
        final boolean nothingYet = isParked && (DATA_DUPLICATE == this || DATA_HANDLER_THROWS == this);
        return !nothingYet;
    }

    private void prepare(final TransitionSubject s, final String state)
    {
        if ("NONE".equals(state) && !s.opener)
        {
            fill(s);
        }
        final boolean isLive = "OPEN".equals(state) || "PARKED".equals(state);
        if (!isLive)
        {
            return;
        }
        if (needs.contains(Needs.LIMIT_REACHED) && "OPEN".equals(state))
        {
            for (long seq = s.end.expected; seq < MachineHost.WINDOW; seq++)
            {
                s.end.explicit = true;
                data(s, s.id, seq, 0);
            }
        }
        if (needs.contains(Needs.HALF_WINDOW) && "OPEN".equals(state))
        {
            data(s, s.id, 1, 0);
            data(s, s.id, 2, 0);
        }
        if (needs.contains(Needs.END))
        {
            bareEnd(s, s.end.expected);
        }
        if (needs.contains(Needs.ONE_MESSAGE))
        {
            data(s, s.id, 0, 0);
        }
        if (needs.contains(Needs.CREDIT_TAKEN))
        {
            s.feed(RawFrames.credit(s.id, MachineHost.WINDOW));
        }
        if (needs.contains(Needs.STOPPED))
        {
            s.end.stopReceiving();
        }
        if (needs.contains(Needs.ENDED_OUT))
        {
            s.end.writer().end();
        }
        if (needs.contains(Needs.DEADLINE))
        {
            s.end.deadlineNs = 1_000_000;
        }
    }

    /** Takes the other places of the queue or of the table. */
    private void fill(final TransitionSubject s)
    {
        if (needs.contains(Needs.QUEUE_FULL))
        {
            s.host.decision = Decision.deferred("");
            openFrame(s, StreamIds.of(1, 1, StreamIds.CONNECTOR));
            openFrame(s, StreamIds.of(1, 2, StreamIds.CONNECTOR));
        }
        if (needs.contains(Needs.STREAMS_FULL))
        {
            s.host.machine.opener().open(StreamRequest.of(TransitionSubject.TICKS), s);
            openFrame(s, StreamIds.of(1, 1, StreamIds.CONNECTOR));
            openFrame(s, StreamIds.of(1, 2, StreamIds.CONNECTOR));
            openFrame(s, StreamIds.of(1, 3, StreamIds.CONNECTOR));
        }
    }

    private static void stop(final TransitionSubject s)
    {
        s.call(() ->
        {
            s.end.stopReceiving();
            return 0;
        });
    }

    private static void openWhen(final TransitionSubject s, final Decision decision)
    {
        s.host.decision = decision;
        openFrame(s, s.id);
    }

    private static long expected(final TransitionSubject s)
    {
        final StreamEnd end = s.host.machine.table().find(s.id);
        return null == end ? 0 : end.expected;
    }

    private static void openFrame(final TransitionSubject s, final long id)
    {
        s.feed(RawFrames.open(id, TransitionSubject.TICKS, s.kind, MachineHost.WINDOW, false, ""));
    }

    private static void data(final TransitionSubject s, final long id, final long seq, final int flags)
    {
        s.feed(RawFrames.data(id, seq, flags, "payload"));
    }

    private static void bareEnd(final TransitionSubject s, final long seq)
    {
        s.feed(RawFrames.data(s.id, seq, DataFrame.END, ""));
    }

    private static void askAgain(final TransitionSubject s, final Decision decision)
    {
        s.host.decision = decision;
        s.host.machine.acceptor().askParkedSoon();
        s.host.machine.acceptor().askParked();
    }
}
