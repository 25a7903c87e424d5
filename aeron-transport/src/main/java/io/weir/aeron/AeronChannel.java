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

import io.aeron.ChannelUriStringBuilder;
import io.aeron.CommonContext;
import io.aeron.logbuffer.LogBufferDescriptor;
import io.weir.config.Configuration;
import io.weir.config.Settings;

/**
 * The channels of Aeron that an address stands for: one to listen at, and a pair for each connection, the one way named
 * by the connector and the other, a response channel, tied to it. The same four for IPC and UDP (N-1).
 */
final class AeronChannel
{
    private static final int WINDOW_OF_TERM = 2;

    private final AeronAddress address;
    private final int termLength;
    private final int mtu;
    private final long initialPosition;

    /**
     * Completes an address.
     *
     * @param address         as it was given.
     * @param termLength      where the address names none.
     * @param mtu             where the address names none.
     * @param initialPosition at which publications begin, 0 unless a test wants them to end soon.
     */
    AeronChannel(final AeronAddress address, final int termLength, final int mtu, final long initialPosition)
    {
        this.address = address;
        this.termLength = 0 == address.termLength() ? termLength : address.termLength();
        this.mtu = 0 == address.mtu() ? mtu : address.mtu();
        this.initialPosition = initialPosition;
        if (this.mtu > this.termLength / AeronAddress.TERM_TO_MTU)
        {
            throw new IllegalArgumentException(
                address + ": a term of " + this.termLength + " bytes takes an mtu of " +
                    this.termLength / AeronAddress.TERM_TO_MTU + " at most, and it is " + this.mtu +
                    "; make term-length larger or mtu smaller");
        }
    }

    /**
     * {@return the channels of an address}
     *
     * @param address       in words.
     * @param configuration that completes it.
     * @param termsUntilEnd how many terms before their end publications begin, 0 for at their beginning.
     * @throws IllegalArgumentException if the address is wrong, or does not go with the configuration.
     */
    static AeronChannel of(final String address, final Configuration configuration, final long termsUntilEnd)
    {
        final AeronAddress parsed = AeronAddress.parse(address);
        final int termLength =
            0 == parsed.termLength() ? configuration.value(Settings.AERON_TERM_LENGTH) : parsed.termLength();
        final int mtu = configuration.value(parsed.isIpc() ? Settings.AERON_IPC_MTU : Settings.AERON_UDP_MTU);
        final long maxPosition = (long)termLength << (Integer.SIZE - 1);
        final long initialPosition = 0 == termsUntilEnd ? 0 : maxPosition - termsUntilEnd * termLength;
        return new AeronChannel(parsed, termLength, mtu, initialPosition);
    }

    AeronAddress address()
    {
        return address;
    }

    boolean isIpc()
    {
        return address.isIpc();
    }

    int streamId()
    {
        return address.streamId();
    }

    int replyStreamId()
    {
        return address.replyStreamId();
    }

    int termLength()
    {
        return termLength;
    }

    /** {@return bytes that a publication may be ahead of its receiver} */
    int window()
    {
        return termLength / WINDOW_OF_TERM;
    }

    /** Where an acceptor listens. */
    String listening()
    {
        return subscription().endpoint(address.endpoint()).build();
    }

    /** Where a connector hears the replies. */
    String replySubscription()
    {
        return subscription()
            .controlMode(CommonContext.CONTROL_MODE_RESPONSE)
            .controlEndpoint(address.control())
            .build();
    }

    /**
     * Where a connector sends.
     *
     * @param subscriptionId of the subscription that hears the replies.
     */
    String publication(final long subscriptionId)
    {
        return publication().endpoint(address.endpoint()).responseCorrelationId(subscriptionId).build();
    }

    /**
     * Where an acceptor replies.
     *
     * @param imageId of the image that it replies to.
     */
    String replyPublication(final long imageId)
    {
        return publication()
            .controlMode(CommonContext.CONTROL_MODE_RESPONSE)
            .controlEndpoint(address.control())
            .responseCorrelationId(imageId)
            .build();
    }

    /** A peer that was lost and found again is a new peer, or there would be a gap in what it says. */
    private ChannelUriStringBuilder subscription()
    {
        final ChannelUriStringBuilder uri = uri().rejoin(Boolean.FALSE);
        if (0 != address.receiverWindow())
        {
            uri.receiverWindowLength(address.receiverWindow());
        }
        return uri;
    }

    private ChannelUriStringBuilder publication()
    {
        final ChannelUriStringBuilder uri =
            uri().termLength(termLength).mtu(mtu).publicationWindowLength(window());
        if (0 != initialPosition)
        {
            uri.initialPosition(initialPosition, 7, termLength);
        }
        return uri;
    }

    private ChannelUriStringBuilder uri()
    {
        final ChannelUriStringBuilder uri =
            new ChannelUriStringBuilder().media(address.isIpc() ? CommonContext.IPC_MEDIA : CommonContext.UDP_MEDIA);
        if (0 != address.receiveBuffer())
        {
            uri.socketRcvbufLength(address.receiveBuffer());
        }
        if (0 != address.sendBuffer())
        {
            uri.socketSndbufLength(address.sendBuffer());
        }
        return uri;
    }

    /** {@return where a publication of this channel's terms ends for good} */
    long maxPosition()
    {
        return (long)termLength << (Integer.SIZE - 1);
    }

    /** {@return how many bytes of memory a publication's log takes in the driver's directory} */
    long logLength()
    {
        return LogBufferDescriptor.computeLogLength(termLength, LogBufferDescriptor.PAGE_MIN_SIZE);
    }
}
