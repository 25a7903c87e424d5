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

import io.weir.counters.Tally;
import io.weir.Lane;
import io.weir.Session;
import io.weir.StreamWriter;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;

/**
 * What the streams of one session need of the agent that drives it. On the agent's thread unless a method says
 * otherwise.
 */
public interface StreamHost
{
    /** {@return the session; any thread} */
    Session session();

    /** {@return whether the caller is on the agent's thread; any thread} */
    boolean isAgentThread();

    /** {@return where the agent's frames go} */
    StreamOutput output();

    /** {@return the state machine of the session's streams} */
    StreamMachine machine();

    /** {@return the largest payload of one Data frame, in bytes} */
    int maxPayload();

    /** {@return the greatest count of full frames that the link takes at once, and so of one message; any thread} */
    int maxMessageFrames();

    /** {@return who tells the agent's own emitters that they can go on} */
    Waker agentWaker();

    /**
     * {@return a writer of a stream through a lane; any thread}
     *
     * @param end  to write to.
     * @param lane to write through.
     */
    StreamWriter writer(StreamEnd end, Lane lane);

    /**
     * {@return a writer of a stream through a striped lane; any thread}
     *
     * @param end to write to.
     */
    StreamWriter sharedWriter(StreamEnd end);

    /** {@return the time of the duty cycle, in ns of the agent's clock} */
    long nowNs();

    /** {@return a number that changes with each duty cycle: what arrives in one had been sent before its end} */
    int cycle();

    /** {@return what this agent's streams count} */
    Tally counts();

    /** {@return where handlers' exceptions go} */
    ErrorHandler errors();

    /**
     * The state machine threw, which no handler's exception makes it do: the session cannot be relied on, and ends
     * (T-11).
     *
     * @param cause of it.
     */
    void failed(Throwable cause);

    /** {@return who answers Opens} */
    OpenGate gate();

    /**
     * Has {@link StreamEnd#attend()} called on the agent soon; any thread, cheap when already asked.
     *
     * @param end that wants attention.
     */
    void attention(StreamEnd end);

    /**
     * Starts the stream's one timer, or starts it anew; {@link StreamMachine#onTimer} hears of it.
     *
     * @param end     that waits.
     * @param delayNs from now, in ns.
     */
    void startTimer(StreamEnd end, long delayNs);

    /**
     * Stops the stream's timer, if it runs.
     *
     * @param end that waits no more.
     */
    void stopTimer(StreamEnd end);

    /**
     * A stream has left the session for good; its slot is free.
     *
     * @param end that has ended.
     */
    void released(StreamEnd end);

    /**
     * A frame that is not a stream's: the session's, or of a later version.
     *
     * @param word   the frame's header.
     * @param buffer that holds the frame.
     * @param offset at which the frame begins.
     */
    void onSessionFrame(long word, DirectBuffer buffer, int offset);

    /**
     * The peer sent what no correct peer sends: the session ends with PROTOCOL_VIOLATION (W-4).
     *
     * @param what it did.
     */
    void violation(String what);
}
