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
package io.weir.aeron;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.exceptions.AeronException;
import io.aeron.exceptions.TimeoutException;
import io.aeron.status.PublicationErrorFrame;
import io.weir.ListenException;
import io.weir.counters.CounterType;
import io.weir.counters.Counters;
import io.weir.counters.Incidents;
import io.weir.link.Connection;
import io.weir.link.ConnectionListener;
import io.weir.link.TransportAgent;
import java.io.File;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.LangUtil;
import org.agrona.concurrent.NoOpLock;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * One session agent's client of Aeron, its connections and listeners. The client's conductor is invoked in here and
 * nowhere else, so nothing is unmapped while a handler runs or a claim is open (N-1); and nothing in here waits for the
 * driver. A client that is lost takes its connections with it and is replaced, with growing patience.
 */
final class AeronTransportAgent implements TransportAgent, ErrorHandler
{
    static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);
    static final long ROLL_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);
    static final long SUCCESSOR_GRACE_NS = TimeUnit.SECONDS.toNanos(1);

    private static final long MAINTENANCE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long WAITING_NS = TimeUnit.MICROSECONDS.toNanos(20);
    private static final int MAINTENANCE_CYCLES = 64;
    private static final int DRIVER_FRAMES = 512;
    private static final int DRIVER_IDLE_CYCLES = 3;
    private static final long DRIVER_NS = TimeUnit.MICROSECONDS.toNanos(10);
    private static final int WAITING_CYCLES = 4;
    private static final long DEPARTURE_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long MIN_BACKOFF_NS = TimeUnit.MILLISECONDS.toNanos(50);
    /** Drivers say every second that they are there. */
    private static final long DRIVER_SILENCE_MS = 3_000;
    private static final long MAX_BACKOFF_NS = TimeUnit.SECONDS.toNanos(5);

    private final String agentName;
    private final AeronTransport transport;
    private final Counters counters;
    private final ErrorHandler errorHandler;
    private final DriverInvoker driverInvoker;
    private final CounterMirror mirror;
    private final ArrayList<AeronConnection> connections = new ArrayList<>();
    private final ArrayList<AeronListener> listeners = new ArrayList<>();
    private final StagingPool staging = new StagingPool();
    private final DepartingImages departing = new DepartingImages();
    private Aeron client;
    private String lost;
    private long drivenNs;
    private int idleCycles;
    private int driverIdleCycles = 1;
    private int framesOfCycle;
    private int framesUndriven;
    private long maintainedNs;
    private long reconnectNs;
    private long connectedNs;
    private long backoffNs = MIN_BACKOFF_NS;
    private long nowNs;
    private int cycles;
    private boolean waiting;
    private boolean isLaunchWaiting;
    private boolean closed;

    /**
     * Makes an agent's part, and connects it to the driver.
     *
     * @param agentName     for labels.
     * @param transport     that it belongs to.
     * @param counters      of the engine.
     * @param driverInvoker of the driver, if this agent may drive it, or null.
     * @param mirror        of the engine's counters, null if another agent has it.
     */
    AeronTransportAgent(
        final String agentName,
        final AeronTransport transport,
        final Counters counters,
        final DriverInvoker driverInvoker,
        final CounterMirror mirror)
    {
        this.agentName = agentName;
        this.transport = transport;
        this.driverInvoker = driverInvoker;
        this.mirror = mirror;
        this.counters = counters;
        errorHandler = counters.errorLog();
        client = connectClient();
        transport.count(1);
    }

    @Override
    public int doWork(final long now)
    {
        nowNs = now;
        int work = null != driverInvoker && isDriverDue(now) ? invokeDriver() : 0;
        final boolean due = ++cycles >= (waiting ? WAITING_CYCLES : MAINTENANCE_CYCLES) ||
            now - maintainedNs >= (waiting ? WAITING_NS : MAINTENANCE_NS);
        if (due && !closed)
        {
            cycles = 0;
            maintainedNs = now;
            work += maintain(now);
        }
        return work;
    }

    /** The driver's invoker hands on an Error that it has logged. */
    private int invokeDriver()
    {
        try
        {
            return driverInvoker.invoke();
        }
        catch (final Throwable ex)
        {
            onError(ex);
            return 1;
        }
    }

    /**
     * A duty cycle of the driver takes as long as some forty frames: while frames come, and over IPC for a moment
     * after, not each of this agent's brings one about. Over UDP it is the driver that brings frames.
     */
    private boolean isDriverDue(final long now)
    {
        idleCycles = 0 == framesOfCycle ? idleCycles + 1 : 0;
        framesOfCycle = 0;
        final boolean isDue =
            idleCycles >= driverIdleCycles || framesUndriven >= DRIVER_FRAMES || now - drivenNs >= DRIVER_NS;
        if (isDue)
        {
            idleCycles = 0;
            framesUndriven = 0;
            drivenNs = now;
        }
        return isDue;
    }

    /** {@return the time at which the duty cycle began} */
    long nowNs()
    {
        return nowNs;
    }

    /** Notes that a connection has brought frames. */
    void polled(final int frames)
    {
        framesOfCycle += frames;
        framesUndriven += frames;
    }

    /** Notes that a connection has frames, and leaves them for the next duty cycle: none without frames. */
    void heldBack()
    {
        framesOfCycle++;
    }

    @Override
    public Connection connect(final String address)
    {
        final ConnectorConnection connection = new ConnectorConnection(this, transport.channel(address));
        connections.add(connection);
        waiting = true;
        try
        {
            final boolean isLoopback = !connection.channel.isIpc() && isClientOpen() &&
                ListenerClaim.isClaimed(client, connection.channel);
            requireSpace(connection.channel, isLoopback);
        }
        catch (final DriverException ex)
        {
            connection.noStorage(ex.getMessage());
        }
        return connection;
    }

    @Override
    public void listen(final String address, final ConnectionListener listener)
    {
        listeners.add(new AeronListener(this, transport.channel(address), listener));
        waiting = true;
    }

    @Override
    public boolean isListening()
    {
        transport.driveIdleDriver();
        isLaunchWaiting = true;
        boolean isListening = true;
        for (int i = 0; i < listeners.size(); i++)
        {
            isListening &= listeners.get(i).isListening();
        }
        isLaunchWaiting = !isListening;
        return isListening;
    }

    /** Only who invokes the driver can wait for a datagram; a peer by IPC does not send any. */
    @Override
    public boolean await(final long limitMs)
    {
        final ReceivingSockets sockets = transport.sockets();
        if (null == sockets || null == driverInvoker || !driverInvoker.owns() || !isClientOpen() || waiting ||
            !connections.isEmpty() || !departing.isEmpty())
        {
            return false;
        }
        for (int i = 0; i < listeners.size(); i++)
        {
            if (listeners.get(i).isIpc() || !listeners.get(i).isQuiet())
            {
                return false;
            }
        }
        sockets.await(limitMs);
        return true;
    }

    @Override
    public void wakeUp()
    {
        final ReceivingSockets sockets = transport.sockets();
        if (null != sockets)
        {
            sockets.wakeUp();
        }
    }

    @Override
    public void close()
    {
        if (!closed)
        {
            for (int i = connections.size() - 1; i >= 0; i--)
            {
                CloseHelper.close(errorHandler, connections.get(i)::close);
            }
            closed = true;
            transport.count(-1);
            connections.clear();
            departing.clear();
            if (isClientOpen())
            {
                listeners.forEach(listener -> listener.close(client));
            }
            CloseHelper.close(errorHandler, client);
            client = null;
            staging.close();
            if (null != driverInvoker)
            {
                driverInvoker.release();
            }
        }
    }

    /** Notes what the client reports; a time-out is the end of the client. */
    @Override
    public void onError(final Throwable error)
    {
        if (error instanceof TimeoutException)
        {
            lost = error.getMessage();
        }
        errorHandler.onError(error);
    }

    StagingPool staging()
    {
        return staging;
    }

    /**
     * Checks that there is room for a session.
     *
     * @param channel    of the session.
     * @param isLoopback whether both ends are in this directory, with logs of their own.
     * @throws DriverException if there is not.
     */
    void requireSpace(final AeronChannel channel, final boolean isLoopback)
    {
        DriverDirectory.requireSpaceForSession(new File(transport.directory()), channel.termLength(), isLoopback);
    }

    String name()
    {
        return agentName;
    }

    /** Notes that a listener cannot listen; it tries again. */
    void cannotListen(final ListenException refusal)
    {
        // A launch that waits hears it, and fails.
        if (!isLaunchWaiting)
        {
            count(CounterType.LISTENS_FAILED_TOTAL);
            counters.incidents().say(Incidents.LISTENER, refusal.getMessage() + "; it is tried every second");
        }
    }

    private void count(final CounterType type)
    {
        if (!counters.isClosed())
        {
            counters.counter(type).increment();
        }
    }

    Aeron client()
    {
        return client;
    }

    /** {@return whether the client is there, and can be asked for something} */
    boolean isClientOpen()
    {
        return null != client && null == lost && !client.isClosed();
    }

    /** {@return whether the driver has given no sign of life for a while, so that peers cannot be heard} */
    boolean isDriverSilent()
    {
        if (!isClientOpen())
        {
            return true;
        }
        final Aeron.Context context = client.context();
        return context.epochClock().time() - context.toDriverBuffer().consumerHeartbeatTime() > DRIVER_SILENCE_MS;
    }

    void add(final AeronConnection connection)
    {
        if (!connection.isReleased())
        {
            connections.add(connection);
            waiting = true;
        }
    }

    void forget(final AeronConnection connection)
    {
        connections.remove(connection);
    }

    /**
     * Takes an image that a connection has no use for any more.
     *
     * @param image   to drain.
     * @param orderly whether its sender knows, and may close it by itself.
     * @param reason  that a sender is given that stays.
     */
    void turnAway(final Image image, final boolean orderly, final String reason)
    {
        departing.add(image, orderly ? nowNs + DEPARTURE_NS : nowNs, reason);
        waiting = true;
    }

    boolean claims()
    {
        return transport.claims();
    }

    boolean rolls()
    {
        return transport.rolls();
    }

    /**
     * {@return how many bytes before its last position a publication is to be replaced (N-5)}
     *
     * @param termLength of that publication, which may be the peer's.
     */
    long rollMargin(final int termLength)
    {
        return transport.rollMarginTerms() * (long)termLength;
    }

    /** {@return whether a publication has so few positions left that they are kept for Roll} */
    boolean isAtEnd(final ExclusivePublication publication, final AeronChannel channel)
    {
        return transport.rolls() && null != publication &&
            publication.position() >= channel.maxPosition() - (rollMargin(channel.termLength()) >> 1);
    }

    private int maintain(final long now)
    {
        int work = 0;
        if (null != driverInvoker)
        {
            driverInvoker.takeOver();
        }
        try
        {
            if (null == client)
            {
                return reconnect(now);
            }
            work += client.conductorAgentInvoker().invoke();
            if (!isClientOpen())
            {
                loseClient(now);
                return 1;
            }
            work += maintainAll(now);
            if (backoffNs > MIN_BACKOFF_NS && now - connectedNs >= MAX_BACKOFF_NS)
            {
                backoffNs = MIN_BACKOFF_NS;
            }
        }
        catch (final Throwable ex)
        {
            onError(ex);
            if (!isClientOpen() || !isAlive())
            {
                loseClient(now);
            }
            work++;
        }
        return work;
    }

    private int maintainAll(final long now)
    {
        int work = departing.maintain(client, now);
        boolean awaiting = !departing.isEmpty();
        for (int i = 0; i < listeners.size(); i++)
        {
            work += maintain(listeners.get(i), now);
            awaiting |= listeners.get(i).isWaiting();
        }
        boolean isIpc = !connections.isEmpty();
        for (int i = connections.size() - 1; i >= 0; i--)
        {
            final AeronConnection connection = connections.get(i);
            isIpc &= connection.channel.isIpc();
            maintain(connection, now);
            awaiting |= connection.isWaiting();
        }
        driverIdleCycles = isIpc ? DRIVER_IDLE_CYCLES : 1;
        if (null != mirror)
        {
            mirror.maintain(client, now);
        }
        waiting = awaiting;
        return work;
    }

    /** What one listener throws costs the others nothing, unless it is that the client is gone (T-11). */
    private int maintain(final AeronListener listener, final long now)
    {
        try
        {
            return listener.maintain(client, now);
        }
        catch (final Throwable ex)
        {
            requireClient(ex);
            onError(ex);
            return 1;
        }
    }

    /** What one connection throws is the end of that one, unless it is that the client is gone (T-11). */
    private void maintain(final AeronConnection connection, final long now)
    {
        try
        {
            connection.maintain(now);
        }
        catch (final Throwable ex)
        {
            requireClient(ex);
            onError(ex);
            connection.end("the transport failed: " + ex);
        }
    }

    private void requireClient(final Throwable cause)
    {
        if (!isClientOpen() || !isAlive())
        {
            LangUtil.rethrowUnchecked(cause);
        }
    }

    private void loseTransport(final String why)
    {
        for (int i = connections.size() - 1; i >= 0; i--)
        {
            try
            {
                connections.get(i).loseTransport(why);
            }
            catch (final Throwable ex)
            {
                errorHandler.onError(ex);
            }
        }
    }

    /** {@return whether the client still takes commands: it says that it terminates only by refusing one} */
    private boolean isAlive()
    {
        try
        {
            client.hasActiveCommands();
            return true;
        }
        catch (final AeronException ex)
        {
            return false;
        }
    }

    private void loseClient(final long now)
    {
        final String why = null == lost ? "the client of Aeron has ended" : lost;
        count(CounterType.DRIVERS_LOST_TOTAL);
        counters.incidents().say(Incidents.DRIVER, "the media driver in " + transport.directory() + " is lost (" + why +
            "): connections end, and it is looked for");
        loseTransport(why);
        for (int i = 0; i < listeners.size(); i++)
        {
            listeners.get(i).reset(now);
        }
        departing.clear();
        if (null != mirror)
        {
            mirror.reset();
        }
        CloseHelper.close(errorHandler, client);
        client = null;
        lost = null;
        reconnectNs = now;
    }

    private int reconnect(final long now)
    {
        waiting = false;
        int work = 0;
        if (now - reconnectNs >= 0)
        {
            work++;
            reconnectNs = now + backoffNs;
            backoffNs = Math.min(2 * backoffNs, MAX_BACKOFF_NS);
            client = transport.isDriverActive() ? tryToConnect() : null;
            if (null != client)
            {
                connectedNs = now;
                lost = null;
                waiting = true;
                return work;
            }
        }
        loseTransport("there is no media driver in " + transport.directory());
        return work;
    }

    private Aeron tryToConnect()
    {
        try
        {
            return connectClient();
        }
        catch (final Throwable ex)
        {
            errorHandler.onError(ex);
            return null;
        }
    }

    private Aeron connectClient()
    {
        final String name = "weir " + agentName;
        final int most = Aeron.Configuration.MAX_CLIENT_NAME_LENGTH;
        return Aeron.connect(transport.clientContext()
            .clientName(name.length() > most ? name.substring(0, most) : name)
            .useConductorAgentInvoker(true)
            .driverAgentInvoker(null == driverInvoker ? null : driverInvoker.owned())
            .clientLock(NoOpLock.INSTANCE)
            .awaitingIdleStrategy(YieldingIdleStrategy.INSTANCE)
            .errorHandler(this)
            .subscriberErrorHandler(LangUtil::rethrowUnchecked)
            .publicationErrorFrameHandler(this::onPublicationError));
    }

    /** The receiver has rejected what is sent to it. */
    private void onPublicationError(final PublicationErrorFrame frame)
    {
        for (int i = connections.size() - 1; i >= 0; i--)
        {
            final ExclusivePublication publication = connections.get(i).sink.publication();
            if (null != publication && publication.registrationId() == frame.registrationId())
            {
                connections.get(i).turnedAway(frame.errorMessage());
            }
        }
    }
}
