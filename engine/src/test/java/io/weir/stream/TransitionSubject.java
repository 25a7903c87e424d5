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

import io.weir.DataHeader;
import io.weir.Result;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.codecs.CloseReason;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.codecs.StreamIds;
import io.weir.counters.CounterType;
import io.weir.link.RawFrames;
import io.weir.policy.Decision;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One end of a stream, brought into a state, to which one thing happens; and what came of it, in the table's words. */
final class TransitionSubject implements StreamHandler, AutoCloseable
{
    static final String TICKS = "market.ticks";

    final MachineHost host;
    final boolean opener;
    final List<String> heard = new ArrayList<>();
    InteractionKind kind = InteractionKind.DUPLEX;
    long id;
    StreamEnd end;
    boolean throwing;
    boolean ending;
    private final long[] countedBefore = new long[CounterType.values().length];
    private String answer = "";
    private String before;

    TransitionSubject(final boolean opener)
    {
        this.opener = opener;
        host = new MachineHost(opener ? StreamIds.CONNECTOR : StreamIds.ACCEPTOR, 4, 2);
        host.provider = (stream, open) ->
        {
            heard.add("onOpen");
            end = (StreamEnd)stream;
            return this;
        };
        id = id(1);
    }

    static long id(final int generation)
    {
        return StreamIds.of(generation, 0, StreamIds.CONNECTOR);
    }

    /** Brings the end into a state. */
    void enter(final String state)
    {
        switch (state)
        {
            case "NONE" ->
            {
                // Nothing was ever opened.
            }
            case "PARKED" -> park();
            case "OPEN" -> open();
            case "CANCELLING" ->
            {
                open();
                end.cancel();
            }
            case "TOMBSTONE" ->
            {
                open();
                end.cancel();
                end.onTimer();
            }
            case "ENDED" -> openAndEnd();
            case "STALE" ->
            {
                openAndEnd();
                final StreamEnd old = end;
                openAgain();
                end = old;
            }
            case "FUTURE" ->
            {
                open();
                id = id(3);
                end = null;
            }
            default -> throw new IllegalArgumentException(state);
        }
        host.settle();
    }

    /** From here on what happens is noted. */
    void begin()
    {
        host.settle();
        host.sent();
        heard.clear();
        host.errors.clear();
        before = state();
        for (final CounterType type : CounterType.values())
        {
            countedBefore[type.ordinal()] = host.tally.value(type);
        }
    }

    /** {@return what came of it, as a cell of the table says it} */
    String outcome()
    {
        host.settle();
        final List<String> parts = new ArrayList<>();
        if (!host.violations.isEmpty())
        {
            parts.add("the session ends");
        }
        else if (!before.equals(state()))
        {
            parts.add("→ " + state());
        }
        add(parts, "answers", answer.isEmpty() ? List.of() : List.of(answer));
        add(parts, "sends", host.sent().stream().map(TransitionSubject::words).toList());
        add(parts, "hears", heard);
        add(parts, "counts", counted());
        return parts.isEmpty() ? "ignored" : String.join("; ", parts);
    }

    void feed(final byte[] frame)
    {
        host.machine.onFrame(new UnsafeBuffer(frame), 0);
    }

    /** Does something that answers with a result or throws. */
    void call(final java.util.function.LongSupplier operation)
    {
        try
        {
            final long result = operation.getAsLong();
            answer = result < 0 ? Result.name(result) : "";
        }
        catch (final IllegalStateException ex)
        {
            answer = "IllegalStateException";
        }
    }

    @Override
    public void onOpened(final Stream stream)
    {
        end = (StreamEnd)stream;
        heard.add("onOpened");
    }

    @Override
    public void onData(
        final Stream stream,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final DataHeader header)
    {
        heard.add("onData");
        if (throwing)
        {
            throw new IllegalStateException("thrown by the handler");
        }
    }

    @Override
    public void onEnd(final Stream stream)
    {
        heard.add("onEnd");
    }

    @Override
    public void onWritable(final Stream stream, final int budget)
    {
        heard.add("onWritable");
    }

    @Override
    public void onError(final Stream stream, final StreamErrorCode code, final String message)
    {
        heard.add("onError(" + code + ")");
    }

    @Override
    public void onClosed(final Stream stream, final CloseReason reason, final StreamErrorCode code)
    {
        heard.add("onClosed(" + reason + (StreamErrorCode.NULL_VAL == code ? "" : " " + code) + ")");
    }

    @Override
    public void close()
    {
        host.close();
    }

    private void open()
    {
        if (opener)
        {
            host.machine.opener().open(StreamRequest.of(TICKS).kind(kind), this);
        }
        else
        {
            feed(RawFrames.open(id, TICKS, kind, MachineHost.WINDOW, false, ""));
        }
        if (end.receives && !(opener && InteractionKind.REQUEST_RESPONSE == kind))
        {
            feed(RawFrames.data(id, 0, 0, "first"));
        }
    }

    private void park()
    {
        host.decision = Decision.deferred("later");
        feed(RawFrames.open(id, TICKS, kind, MachineHost.WINDOW, false, ""));
        end = host.machine.table().find(id);
    }

    private void openAndEnd()
    {
        open();
        if (opener)
        {
            feed(RawFrames.close(id, end.expected, CloseReason.END));
        }
        else
        {
            end.writer().close();
        }
        host.settle();
    }

    private void openAgain()
    {
        if (opener)
        {
            host.machine.opener().open(StreamRequest.of(TICKS).kind(kind), this);
        }
        else
        {
            feed(RawFrames.open(id(2), TICKS, kind, MachineHost.WINDOW, false, ""));
        }
    }

    private String state()
    {
        final StreamEnd found = host.machine.table().find(id);
        if (null != found)
        {
            return found.state().name();
        }
        final int generation = host.machine.table().generation(id);
        final int rise = StreamIds.compareGenerations(StreamIds.generation(id), generation);
        return 0 == generation ? "NONE" : rise > 0 ? "FUTURE" : rise < 0 ? "STALE" : "ENDED";
    }

    private List<String> counted()
    {
        final List<String> counted = new ArrayList<>();
        for (final CounterType type : CounterType.values())
        {
            final long change = host.tally.value(type) - countedBefore[type.ordinal()];
            final boolean late =
                CounterType.STREAM_DATA_IN_TOTAL == type || CounterType.STREAM_DATA_OUT_TOTAL == type;
            if (0 != change && !late)
            {
                counted.add(type.label() + (1 == change ? "" : String.format(" %+d", change)));
            }
        }
        return counted;
    }

    private static void add(final List<String> parts, final String verb, final List<String> words)
    {
        if (!words.isEmpty())
        {
            parts.add(verb + " " + String.join(", ", words));
        }
    }

    /** {@code CLOSE 100000000 CANCEL -1} as {@code Close(CANCEL -1)}. */
    private static String words(final String described)
    {
        final String[] parts = described.split(" ");
        final StringBuilder words =
            new StringBuilder(parts[0].substring(0, 1)).append(parts[0].substring(1).toLowerCase());
        words.append('(');
        for (int i = 2; i < parts.length; i++)
        {
            words.append(i > 2 ? " " : "").append(parts[i]);
        }
        return words.append(')').toString().replace("()", "");
    }
}
