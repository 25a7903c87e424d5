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

import io.weir.StreamRequest;
import io.weir.stream.StreamProbe;
import io.weir.stream.StreamState;

/** A stream of the simulation: its terms, both sides, and the rules that hold between them at any moment. */
final class SimStream
{
    final Simulation sim;
    final int number;
    final SimLink link;
    final boolean fromConnector;
    final StreamRequest request;
    final long openedAtNs;
    final SimSide opener;
    SimSide acceptor;
    boolean refusedByProvider;
    boolean interrupted;

    SimStream(
        final Simulation sim,
        final int number,
        final SimLink link,
        final boolean fromConnector,
        final StreamRequest request)
    {
        this.sim = sim;
        this.number = number;
        this.link = link;
        this.fromConnector = fromConnector;
        this.request = request;
        openedAtNs = sim.clock.nanoTime();
        opener = new SimSide(this, true);
    }

    SimSide side(final boolean ofOpener)
    {
        return ofOpener ? opener : acceptor;
    }

    /** {@return whether nothing is expected of either side any more} */
    boolean isOver()
    {
        return opener.closed && (null == acceptor || acceptor.closed);
    }

    boolean isDeadlinePassed()
    {
        return request.deadlineNs() > 0 && sim.clock.nanoTime() - openedAtNs >= request.deadlineNs();
    }

    /** Checks what must hold after every step. */
    void check()
    {
        if (null != opener.stream)
        {
            check(opener, acceptor);
        }
        if (null != acceptor && null != acceptor.stream)
        {
            check(acceptor, opener);
        }
    }

    /** Between a receiver and its sender, which may be unknown yet. */
    private void check(final SimSide receiver, final SimSide sender)
    {
        if (!receiver.receives() || StreamState.OPEN != StreamProbe.state(receiver.stream))
        {
            return;
        }
        final long granted = StreamProbe.granted(receiver.stream);
        final long received = StreamProbe.received(receiver.stream);
        final long consumed = receiver.taking.isExplicit ? StreamProbe.consumed(receiver.stream) : received;
        final int window = receiver.stream.window();
        if (!receiver.stopAsked)
        {
            require(
                received == receiver.received, receiver, "received " + received + ", delivered " + receiver.received);
            require(
                consumed <= receiver.consumed(), receiver, "C-4: consumed " + consumed + " of " + receiver.consumed());
        }
        require(granted >= receiver.granted, receiver, "C-1: limit fell from " + receiver.granted + " to " + granted);
        require(granted - consumed <= window, receiver,
            "C-3: limit " + granted + ", consumed " + consumed + ", window " +
                window);
        require(!receiver.stopped || granted == receiver.granted, receiver, "S-8: a grant after stopReceiving()");
        final String wrong = receiver.taking.wrong(granted);
        require(null == wrong, receiver, wrong);
        receiver.granted = granted;
        if (null != sender && null != sender.stream)
        {
            final long sent = sender.sent.size();
            final long known = StreamProbe.sendLimit(sender.stream);
            require(known <= granted, sender, "C-2: limit " + known + " known, " + granted + " granted");
            require(sent <= granted, sender, "C-6: sent " + sent + " of " + granted);
            require(received <= sent, receiver, "S-1: received " + received + " of " + sent);
            final long unused = granted - sent;
            final long inFlight = sent - received;
            final long buffered = received - consumed;
            require(
                granted == consumed + buffered + inFlight + unused && buffered >= 0 && inFlight >= 0 && unused >= 0,
                receiver,
                "C-8: granted " + granted + ", consumed " + consumed + ", buffered " + buffered + ", in flight " +
                    inFlight + ", unused " + unused);
        }
    }

    void require(final boolean holds, final SimSide side, final String otherwise)
    {
        if (!holds)
        {
            sim.fail(side + " " + otherwise);
        }
    }

    @Override
    public String toString()
    {
        return "#" + number;
    }
}
