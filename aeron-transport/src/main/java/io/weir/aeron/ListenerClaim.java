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
import io.aeron.Counter;
import io.aeron.exceptions.RegistrationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.agrona.concurrent.status.CountersReader;

/**
 * Says to everybody who uses the same media driver that an address is listened at: a driver itself lets any number of
 * clients subscribe to one address. It is a counter of the driver, which goes with its client. Of two that claim an
 * address at once, the one with the lower registration id has it. Owned by one agent.
 */
final class ListenerClaim
{
    /** Beside the ids of an engine's counters. */
    static final int TYPE_ID = 7_090;

    private static final String HEAD = "weir listener at ";
    private static final String PROCESS = ", process ";
    /** Processes of another name space have other ids, and cannot be looked up from here. */
    private static final String NAME_SPACE = nameSpace();

    private final String prefix;
    private final long registrationId;
    private Counter counter;
    private boolean isUnknown;

    /**
     * Asks the driver for it.
     *
     * @param aeron   the client.
     * @param channel that is listened at.
     * @param agent   that listens.
     */
    ListenerClaim(final Aeron aeron, final AeronChannel channel, final String agent)
    {
        prefix = HEAD + key(channel) + PROCESS;
        registrationId =
            aeron.asyncAddCounter(TYPE_ID, prefix + ProcessHandle.current().pid() + NAME_SPACE + ", " + agent);
    }

    /** {@return whether the driver has answered} */
    boolean isAnswered(final Aeron aeron)
    {
        if (null == counter && !isUnknown)
        {
            try
            {
                counter = aeron.getCounter(registrationId);
            }
            catch (final RegistrationException ex)
            {
                // The driver has no room for another counter: nobody can know who listens.
                isUnknown = true;
            }
        }
        return null != counter || isUnknown;
    }

    /** {@return who has the address, in words; null if this has} */
    String rival(final Aeron aeron)
    {
        final CountersReader counters = aeron.countersReader();
        for (int id = 0; null != counter && id <= counters.maxCounterId(); id++)
        {
            if (isOfType(counters, id, TYPE_ID) && counters.getCounterRegistrationId(id) < registrationId)
            {
                final String label = counters.getCounterLabel(id);
                if (label.startsWith(prefix) && !isOfDeadProcess(label))
                {
                    return label.substring(prefix.length() - PROCESS.length() + ", ".length());
                }
            }
        }
        return null;
    }

    /**
     * {@return whether somebody who uses the same driver listens at an address's port, of whichever host}
     *
     * @param aeron   the client.
     * @param channel of the address.
     */
    static boolean isClaimed(final Aeron aeron, final AeronChannel channel)
    {
        final String endpoint = channel.isIpc() ? "ipc" : channel.address().endpoint();
        final String end = address(endpoint.substring(endpoint.lastIndexOf(':') + 1), channel) + PROCESS;
        return null != label(aeron, TYPE_ID, label -> label.contains(end));
    }

    /** {@return the label of a counter of a type that a test accepts, null if there is none} */
    static String label(final Aeron aeron, final int typeId, final Predicate<String> isWanted)
    {
        final CountersReader counters = aeron.countersReader();
        for (int id = 0; id <= counters.maxCounterId(); id++)
        {
            if (isOfType(counters, id, typeId) && isWanted.test(counters.getCounterLabel(id)))
            {
                return counters.getCounterLabel(id);
            }
        }
        return null;
    }

    private static boolean isOfType(final CountersReader counters, final int id, final int typeId)
    {
        return CountersReader.RECORD_ALLOCATED == counters.getCounterState(id) &&
            typeId == counters.getCounterTypeId(id);
    }

    void close()
    {
        if (null != counter)
        {
            counter.close();
        }
    }

    /** Such as {@code 127.0.0.1:40123, stream 1001}: two names of one address are the same. */
    private static String key(final AeronChannel channel)
    {
        return address(channel.isIpc() ? "ipc" : resolved(channel.address().endpoint()), channel);
    }

    private static String address(final String endpoint, final AeronChannel channel)
    {
        return endpoint + ", stream " + channel.streamId();
    }

    private static String resolved(final String endpoint)
    {
        final int colon = endpoint.lastIndexOf(':');
        try
        {
            return InetAddress.getByName(endpoint.substring(0, colon)).getHostAddress() + endpoint.substring(colon);
        }
        catch (final UnknownHostException ex)
        {
            return endpoint;
        }
    }

    /** A killed process's counters stay until the driver misses its client. */
    private boolean isOfDeadProcess(final String label)
    {
        final String rest = label.substring(prefix.length());
        final int end = rest.indexOf(NAME_SPACE + ", ");
        return end > 0 && rest.substring(0, end).chars().allMatch(Character::isDigit) &&
            ProcessHandle.of(Long.parseLong(rest.substring(0, end))).isEmpty();
    }

    private static String nameSpace()
    {
        try
        {
            return " in " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        }
        catch (final IOException | UnsupportedOperationException ex)
        {
            return " here";
        }
    }
}
