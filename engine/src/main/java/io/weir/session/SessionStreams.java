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

import io.weir.Lane;
import io.weir.Session;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.StreamWriter;
import io.weir.codecs.DataFrame;
import io.weir.config.Configuration;
import io.weir.config.Settings;
import io.weir.counters.Tally;
import io.weir.link.Link;
import io.weir.stream.OpenGate;
import io.weir.stream.StreamEmitter;
import io.weir.stream.StreamEnd;
import io.weir.stream.StreamHost;
import io.weir.stream.StreamLimits;
import io.weir.stream.StreamMachine;
import io.weir.stream.StreamOutput;
import io.weir.stream.Waker;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;

/** What a session's streams need, brought together from its agent, its link and the engine's settings. */
final class SessionStreams implements StreamHost
{
    private final SessionEnd session;
    private final SessionAgent agent;
    private final Link link;
    private final SessionOutput output;
    private final SessionGate gate;
    private final StreamMachine machine;
    private final int maxPayload;
    private final int maxMessageFrames;

    SessionStreams(
        final SessionEnd session,
        final SessionAgent agent,
        final Link link,
        final SessionOutput output,
        final SessionTerms terms)
    {
        this.session = session;
        this.agent = agent;
        this.link = link;
        this.output = output;
        final Configuration configuration = agent.config().configuration();
        maxPayload = Math.min(terms.maxFrame(), link.maxFrame()) - DataFrame.PAYLOAD_OFFSET;
        maxMessageFrames = link.maxMessageFrames();
        gate = new SessionGate(agent.config(), session);
        machine = new StreamMachine(this, new StreamLimits(
            terms.initiator(),
            terms.maxStreams(),
            Math.min(configuration.value(Settings.STREAM_WINDOW_SIZE), terms.maxWindow()),
            terms.maxWindow(),
            configuration.value(Settings.SESSION_HELD_MAX),
            configuration.value(Settings.SESSION_PARKED_MAX),
            configuration.value(Settings.POLICY_DEFERRED_EXPIRY),
            configuration.value(Settings.STREAM_CANCEL_TIMEOUT)));
    }

    /** What a handler is shown of a stream that could not be opened after all. */
    StreamEnd neverOpened(final StreamRequest request, final StreamHandler handler)
    {
        return machine.opener().neverOpened(request, handler);
    }

    @Override
    public Session session()
    {
        return session;
    }

    @Override
    public boolean isAgentThread()
    {
        return agent.isAgentThread();
    }

    @Override
    public StreamOutput output()
    {
        return output;
    }

    @Override
    public StreamMachine machine()
    {
        return machine;
    }

    @Override
    public int maxPayload()
    {
        return maxPayload;
    }

    @Override
    public int maxMessageFrames()
    {
        return maxMessageFrames;
    }

    @Override
    public Waker agentWaker()
    {
        return agent.waker();
    }

    @Override
    public StreamWriter writer(final StreamEnd end, final Lane lane)
    {
        if (!(lane instanceof EmitterLane) || ((EmitterLane)lane).receiver() != link.receiver())
        {
            throw new IllegalArgumentException(
                "the lane leads to another agent: acquire it from this stream's session");
        }
        final EmitterLane emitter = (EmitterLane)lane;
        return new StreamEmitter(end, emitter.writer(), link.laneIndex(), emitter, maxPayload);
    }

    @Override
    public StreamWriter sharedWriter(final StreamEnd end)
    {
        final StripedLane lane = agent.config().lanes().stripe(link, end.id());
        return new SharedEmitter(new StreamEmitter(end, lane.writer, link.laneIndex(), lane, maxPayload), lane);
    }

    @Override
    public long nowNs()
    {
        return agent.nowNs();
    }

    @Override
    public int cycle()
    {
        return agent.cycles();
    }

    @Override
    public Tally counts()
    {
        return agent.tally();
    }

    @Override
    public ErrorHandler errors()
    {
        return agent.errors();
    }

    @Override
    public void failed(final Throwable cause)
    {
        session.failed(cause);
    }

    @Override
    public OpenGate gate()
    {
        return gate;
    }

    @Override
    public void attention(final StreamEnd end)
    {
        agent.attention(end);
    }

    @Override
    public void startTimer(final StreamEnd end, final long delayNs)
    {
        stopTimer(end);
        end.timerId(agent.startTimer(end, delayNs));
    }

    @Override
    public void stopTimer(final StreamEnd end)
    {
        if (StreamEnd.NO_TIMER != end.timerId())
        {
            agent.stopTimer(end.timerId());
            end.timerId(StreamEnd.NO_TIMER);
        }
    }

    @Override
    public void released(final StreamEnd end)
    {
        machine.acceptor().askParkedSoon();
        session.countStreams();
    }

    @Override
    public void onSessionFrame(final long word, final DirectBuffer buffer, final int offset)
    {
        session.onSessionFrame(word, buffer, offset);
    }

    @Override
    public void violation(final String what)
    {
        session.violated(what);
    }
}
