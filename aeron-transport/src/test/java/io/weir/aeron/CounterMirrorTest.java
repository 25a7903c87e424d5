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

import io.aeron.CncFileDescriptor;
import io.weir.counters.CounterType;
import io.weir.test.Rule;
import java.io.File;
import java.nio.MappedByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.agrona.BufferUtil;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.api.Test;

/** What AeronStat does: it maps the driver's file and reads every counter there. */
@Rule("N-1")
class CounterMirrorTest
{
    @Test
    void shouldShowTheEnginesCountersWhenAToolOfAeronLooks()
    {
        try (TransportPair pair = new TransportPair())
        {
            pair.acceptorCounters.counter(CounterType.STREAMS_OPEN_TOTAL).setRelease(42);
            pair.await("the counters of both", () -> 2 * CounterType.values().length == read(pair).size() &&
                42 == read(pair).get("streams_open_total - acceptor"));
            pair.acceptorCounters.counter(CounterType.STREAMS_OPEN_TOTAL).setRelease(43);
            pair.await("they follow", () -> 43 == read(pair).get("streams_open_total - acceptor"));

            assertEquals(0, read(pair).get("streams_open_total - connector"));
            for (final CounterType type : CounterType.values())
            {
                assertTrue(type.typeId() >= 1000, "Aeron keeps the ids below 1000 to itself");
            }
        }
    }

    private static Map<String, Long> read(final TransportPair pair)
    {
        final Map<String, Long> values = new HashMap<>();
        final MappedByteBuffer file = IoUtil.mapExistingFile(
            new File(pair.driver.directory(), CncFileDescriptor.CNC_FILE), CncFileDescriptor.CNC_FILE);
        try
        {
            final UnsafeBuffer metaData = CncFileDescriptor.createMetaDataBuffer(file);
            final CountersReader reader = new CountersReader(
                CncFileDescriptor.createCountersMetaDataBuffer(file, metaData),
                CncFileDescriptor.createCountersValuesBuffer(file, metaData));
            reader.forEach((id, type, key, label) ->
            {
                if (null != CounterType.ofTypeId(type))
                {
                    values.put(label, reader.getCounterValue(id));
                }
            });
        }
        finally
        {
            BufferUtil.free(file);
        }
        return values;
    }
}
