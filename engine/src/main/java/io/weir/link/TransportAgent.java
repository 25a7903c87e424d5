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
package io.weir.link;

/**
 * The part of a transport that one session agent drives, on that agent's thread alone, so that nothing it has mapped
 * goes away under a handler or a claim (N-1).
 */
public interface TransportAgent extends AutoCloseable
{
    /**
     * One duty cycle: what must be done now and then whatever the connections do. Connections fail in here, or in
     * their own methods, never at any other time.
     *
     * @param nowNs time of the duty cycle.
     * @return the work done, 0 for none.
     */
    int doWork(long nowNs);

    /**
     * Begins a connection; it is neither connected nor closed at first.
     *
     * @param address that {@link Transport#check} has accepted.
     * @return the connector's end.
     */
    Connection connect(String address);

    /**
     * Listens for peers, until the agent's part closes. What the transport loses and can have again, it listens at
     * anew.
     *
     * @param address  that {@link Transport#check} has accepted.
     * @param listener that hears of each new peer, in {@link #doWork}.
     */
    void listen(String address, ConnectionListener listener);

    /**
     * Looks what became of {@link #listen}. Asked again and again between duty cycles while an engine is launched, by
     * the thread that launches it.
     *
     * @return whether every address is listened at by now.
     * @throws io.weir.ListenException if one cannot be.
     */
    default boolean isListening()
    {
        return true;
    }

    /**
     * Waits, between two duty cycles, until a peer may have sent something, somebody calls {@link #wakeUp}, or the time
     * is over. Asked only when the transport has no connections.
     *
     * @param limitMs at the longest.
     * @return whether it has waited; if not, it does not hear of peers but in {@link #doWork}.
     */
    default boolean await(final long limitMs)
    {
        return false;
    }

    /** Ends {@link #await}, now or when it is called next. Any thread. */
    default void wakeUp()
    {
    }

    /** Closes all connections and gives everything back. Harmless if repeated. */
    @Override
    void close();
}
