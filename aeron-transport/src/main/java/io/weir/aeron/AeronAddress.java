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

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.agrona.BitUtil;

/**
 * Where a peer is, or is to be heard: {@code aeron:ipc?stream-id=1001} between processes of a machine, {@code
 * aeron:udp?endpoint=host:port} between machines. What it does not say is taken from the transport's settings. Unlike a
 * channel of Aeron it knows no key that it would not heed. Immutable.
 *
 * <table>
 * <caption>Keys, separated by {@code |}</caption>
 * <tr><th>key</th><th>medium</th><th>meaning</th></tr>
 * <tr><td>stream-id</td><td>both</td><td>which stream of Aeron; replies take the negative of it</td></tr>
 * <tr><td>endpoint</td><td>udp</td><td>{@code host:port} at which the acceptor receives; needed</td></tr>
 * <tr><td>control</td><td>udp</td><td>{@code host:port} from which it replies; the endpoint's port + 1 if
 * absent</td></tr>
 * <tr><td>term-length</td><td>both</td><td>of a log buffer's term, of which each direction has three</td></tr>
 * <tr><td>mtu</td><td>both</td><td>bytes that are sent as one; the longest frame is 32 less (W-3)</td></tr>
 * <tr><td>rcv-wnd</td><td>udp</td><td>bytes that a sender may be ahead of its receiver</td></tr>
 * <tr><td>so-rcvbuf, so-sndbuf</td><td>udp</td><td>lengths of the socket's buffers</td></tr>
 * </table>
 */
public final class AeronAddress
{
    /** How every address begins. */
    public static final String SCHEME = "aeron";

    /** The stream that is meant when an address names none. */
    public static final int DEFAULT_STREAM_ID = 1001;

    static final int FRAME_ALIGNMENT = 32;
    static final int HEADER_LENGTH = 32;
    static final int MIN_TERM_LENGTH = 1 << 16;
    static final int MAX_TERM_LENGTH = 1 << 30;
    static final int MIN_MTU = 192;
    static final int MAX_MTU = 65_504;
    static final int TERM_TO_MTU = 8;

    private static final String IPC = SCHEME + ":ipc";
    private static final String UDP = SCHEME + ":udp";
    private static final int MAX_PORT = 65_535;
    private static final int MIN_SOCKET_LENGTH = 1 << 12;
    private static final int MAX_SOCKET_LENGTH = 1 << 30;

    private final String text;
    private final boolean ipc;
    private int streamId = DEFAULT_STREAM_ID;
    private int termLength;
    private int mtu;
    private int receiverWindow;
    private int receiveBuffer;
    private int sendBuffer;
    private String endpoint;
    private String control;

    private AeronAddress(final String text, final boolean ipc)
    {
        this.text = text;
        this.ipc = ipc;
    }

    /**
     * Reads an address.
     *
     * @param text such as {@code aeron:udp?endpoint=10.0.0.7:7000|mtu=8192}.
     * @return the address.
     * @throws IllegalArgumentException if it is none, naming the key, its value and what is allowed.
     */
    public static AeronAddress parse(final String text)
    {
        Objects.requireNonNull(text, "address");
        final int query = text.indexOf('?');
        final String medium = query < 0 ? text : text.substring(0, query);
        if (!medium.equals(IPC) && !medium.equals(UDP))
        {
            throw new IllegalArgumentException(
                text + ": an address of Aeron begins with " + IPC + " or " + UDP + ", then ? and keys as in " + UDP +
                    "?endpoint=host:port|mtu=1408");
        }
        final AeronAddress address = new AeronAddress(text, medium.equals(IPC));
        if (query >= 0)
        {
            final List<String> seen = new ArrayList<>();
            for (final String pair : text.substring(query + 1).split("\\|", -1))
            {
                address.take(pair, seen);
            }
        }
        address.complete();
        return address;
    }

    /** {@return whether it leads to a process of this machine that uses the same driver} */
    public boolean isIpc()
    {
        return ipc;
    }

    /** {@return the stream on which connectors send} */
    public int streamId()
    {
        return streamId;
    }

    /** {@return the stream on which acceptors reply; no other address's connectors can send on it} */
    public int replyStreamId()
    {
        return -streamId;
    }

    /** {@return {@code host:port} at which the acceptor receives, null for IPC} */
    public String endpoint()
    {
        return endpoint;
    }

    /** {@return {@code host:port} from which the acceptor replies, null for IPC} */
    public String control()
    {
        return control;
    }

    /** {@return length in bytes of a term, 0 where the transport's setting counts} */
    public int termLength()
    {
        return termLength;
    }

    /** {@return bytes that are sent as one, 0 where the transport's setting counts} */
    public int mtu()
    {
        return mtu;
    }

    /** {@return bytes that a sender may be ahead of its receiver, 0 where the driver's setting counts} */
    public int receiverWindow()
    {
        return receiverWindow;
    }

    /** {@return length in bytes of the socket's buffer for receiving, 0 where the driver's setting counts} */
    public int receiveBuffer()
    {
        return receiveBuffer;
    }

    /** {@return length in bytes of the socket's buffer for sending, 0 where the driver's setting counts} */
    public int sendBuffer()
    {
        return sendBuffer;
    }

    @Override
    public String toString()
    {
        return text;
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof AeronAddress && text.equals(((AeronAddress)other).text);
    }

    @Override
    public int hashCode()
    {
        return text.hashCode();
    }

    private void take(final String pair, final List<String> seen)
    {
        final int equals = pair.indexOf('=');
        if (equals <= 0 || equals == pair.length() - 1)
        {
            throw new IllegalArgumentException(text + ": '" + pair + "' is no key=value; pairs are separated by |");
        }
        final String key = pair.substring(0, equals);
        final String value = pair.substring(equals + 1);
        if (seen.contains(key))
        {
            throw new IllegalArgumentException(text + ": " + key + " is given twice");
        }
        seen.add(key);
        if (!takeCommon(key, value) && !(!ipc && takeUdp(key, value)))
        {
            throw new IllegalArgumentException(
                text + ": " + key + " is no key of " + (ipc ? IPC : UDP) + "; it takes stream-id, term-length, mtu" +
                    (ipc ? "" : ", endpoint, control, rcv-wnd, so-rcvbuf, so-sndbuf"));
        }
    }

    private boolean takeCommon(final String key, final String value)
    {
        switch (key)
        {
            case "stream-id":
                streamId = number(key, value, 1, Integer.MAX_VALUE, 1);
                return true;

            case "term-length":
                termLength = number(key, value, MIN_TERM_LENGTH, MAX_TERM_LENGTH, 1);
                if (!BitUtil.isPowerOfTwo(termLength))
                {
                    throw bad(key, value, "a power of two from 64k to 1g");
                }
                return true;

            case "mtu":
                mtu = number(key, value, MIN_MTU, MAX_MTU, FRAME_ALIGNMENT);
                return true;

            default:
                return false;
        }
    }

    private boolean takeUdp(final String key, final String value)
    {
        switch (key)
        {
            case "endpoint":
                port(key, value);
                endpoint = value;
                return true;

            case "control":
                port(key, value);
                control = value;
                return true;

            case "rcv-wnd":
                receiverWindow = number(key, value, MIN_SOCKET_LENGTH, MAX_SOCKET_LENGTH, 1);
                return true;

            case "so-rcvbuf":
                receiveBuffer = number(key, value, MIN_SOCKET_LENGTH, MAX_SOCKET_LENGTH, 1);
                return true;

            case "so-sndbuf":
                sendBuffer = number(key, value, MIN_SOCKET_LENGTH, MAX_SOCKET_LENGTH, 1);
                return true;

            default:
                return false;
        }
    }

    private void complete()
    {
        if (!ipc && null == endpoint)
        {
            throw new IllegalArgumentException(text + ": endpoint is missing; give endpoint=host:port");
        }
        if (null != endpoint && null == control)
        {
            final int port = port("endpoint", endpoint) + 1;
            if (port > MAX_PORT)
            {
                throw new IllegalArgumentException(
                    text + ": endpoint has the last port, so that none is left to reply from; give control=host:port");
            }
            control = endpoint.substring(0, endpoint.lastIndexOf(':') + 1) + port;
        }
        if (null != endpoint && endpoint.equals(control))
        {
            throw bad("control", control, "another port than the endpoint's");
        }
        if (0 != termLength && 0 != mtu && mtu > termLength / TERM_TO_MTU)
        {
            throw bad("mtu", Integer.toString(mtu), "at most an eighth of term-length, " + termLength / TERM_TO_MTU);
        }
    }

    private int port(final String key, final String value)
    {
        final int colon = value.lastIndexOf(':');
        int port = 0;
        if (colon > 0)
        {
            try
            {
                port = Integer.parseInt(value.substring(colon + 1));
            }
            catch (final NumberFormatException ex)
            {
                port = 0;
            }
        }
        if (port < 1 || port > MAX_PORT)
        {
            throw bad(key, value, "host:port with a port from 1 to " + MAX_PORT);
        }
        return port;
    }

    private int number(final String key, final String value, final int min, final int max, final int step)
    {
        long number;
        try
        {
            final char last = Character.toLowerCase(value.charAt(value.length() - 1));
            final int shift = 'k' == last ? 10 : 'm' == last ? 20 : 'g' == last ? 30 : 0;
            number = Long.parseLong(0 == shift ? value : value.substring(0, value.length() - 1));
            number = number > Integer.MAX_VALUE ? number : number << shift;
        }
        catch (final NumberFormatException ex)
        {
            number = Long.MIN_VALUE;
        }
        if (number < min || number > max || 0 != number % step)
        {
            throw bad(key, value, (1 == step ? "a whole number" : "a multiple of " + step) + " from " + min + " to " +
                max + " (suffixes k, m, g)");
        }
        return (int)number;
    }

    private IllegalArgumentException bad(final String key, final String value, final String allowed)
    {
        return new IllegalArgumentException(text + ": " + key + "=" + value + " is not allowed; it takes " + allowed);
    }
}
