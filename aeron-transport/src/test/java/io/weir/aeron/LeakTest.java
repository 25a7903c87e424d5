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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.AeronCounters;
import io.weir.link.Connection;
import io.weir.test.Rule;
import java.io.File;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections that end leave nothing in the driver: no publication, no image, no file, no counter. */
@Rule({"N-1", "N-3"})
class LeakTest
{
    static final Set<Integer> OF_A_CONNECTION = Set.of(
        AeronCounters.DRIVER_PUBLISHER_LIMIT_TYPE_ID,
        AeronCounters.DRIVER_SENDER_POSITION_TYPE_ID,
        AeronCounters.DRIVER_RECEIVER_HWM_TYPE_ID,
        AeronCounters.DRIVER_SUBSCRIBER_POSITION_TYPE_ID,
        AeronCounters.DRIVER_PUBLISHER_POS_TYPE_ID);

    @ParameterizedTest
    @MethodSource("io.weir.aeron.TransportPair#addresses")
    void shouldLeaveNothingWhenConnectionsEndInEveryWay(final String address)
    {
        try (TransportPair pair = new TransportPair())
        {
            pair.listen(address);
            for (int i = 0; i < 6; i++)
            {
                final Connection there = pair.open(address);
                final Connection back = pair.accepted.get(i);
                if (0 == i % 3)
                {
                    assertTrue(TransportPair.send(there, 1, 100), "something left unread");
                }
                final Connection first = 0 == i % 2 ? there : back;
                final Connection second = 0 == i % 2 ? back : there;
                first.close();
                pair.await("the other end closed", second::isClosed);
                second.close();
            }
            assertEquals("", pair.errors());
            // From here on the acceptor may hear of a log that is gone before it looks, which Aeron reports.
            // Closed before the driver has answered, before the peer is there, and while nobody listens.
            final Connection asked = pair.connector.connect(address);
            pair.connector.doWork(System.nanoTime() + TimeUnit.SECONDS.toNanos(1));
            asked.close();
            pair.connector.connect(address).close();
            final Connection waiting = pair.connector.connect("aeron:ipc?stream-id=77");
            pair.await("a while", () -> null != ((ConnectorConnection)waiting).publication());
            waiting.close();

            pair.await("nothing left: " + left(pair), () -> left(pair).isEmpty());
        }
    }

    private static Set<String> left(final TransportPair pair)
    {
        final Set<String> left = new TreeSet<>();
        for (final String kind : new String[]{"publications", "images"})
        {
            final String[] files = new File(pair.driver.directory(), kind).list();
            for (final String file : null == files ? new String[0] : files)
            {
                left.add(kind + "/" + file);
            }
        }
        final CountersReader counters = pair.counters();
        counters.forEach((id, type, key, label) ->
        {
            if (OF_A_CONNECTION.contains(type))
            {
                left.add(label);
            }
        });
        return left;
    }
}
