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
package io.weir.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.Durability;
import io.weir.config.Settings;
import io.weir.journal.JournalException.Reason;
import io.weir.test.Rule;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/** Where a journal ends for those who only look. */
@Rule("K-10")
class JournalEndTest
{
    @Test
    void shouldSayWhereItEndsAndChangeNothingWhenSomethingIsLeftBehindTheEnd()
    {
        try (RealDisk disk = new RealDisk())
        {
            final Journal journal = Journal.open(JournalFixture.context(disk));
            assertEquals(0, JournalFixture.append(journal, 100));
            journal.flush();
            final int end = (int)journal.position();
            journal.abandon();
            disk.damage(JournalLayout.segmentName(0), end + 8, (byte)1);
            final byte[] before = disk.bytes(JournalLayout.segmentName(0));
            final JournalEnd found = JournalEnd.of(disk.storage());

            assertEquals(0, found.seq());
            assertEquals("no beginning of a batch", found.fault());
            assertArrayEquals(before, disk.bytes(JournalLayout.segmentName(0)));
        }
    }

    @Test
    void shouldEndWhereItEndedWhenAnotherWritesMeanwhile()
    {
        try (RealDisk disk = new RealDisk())
        {
            final Journal journal = Journal.open(
                JournalFixture.context(disk).set(Settings.JOURNAL_DURABILITY, Durability.POWER));
            write(journal);
            final long before = journal.seq();
            final JournalEnd found = JournalEnd.of(writingBeside(disk.storage(), journal));

            assertTrue(found.seq() >= before && found.seq() < journal.seq(), "ends at " + found.seq());
            journal.close();
        }
    }

    @Test
    void shouldSayThatThereIsNoneWhenThereIsNone()
    {
        try (RealDisk disk = new RealDisk())
        {
            assertEquals(Reason.FOREIGN, assertThrows(
                JournalException.class, () -> JournalEnd.of(disk.storage())).reason());
        }
    }

    /** Each batch is forced before the next is written, which then proves it. */
    private static void write(final Journal journal)
    {
        for (int i = 0; i < 3; i++)
        {
            assertTrue(JournalFixture.append(journal, 100) >= 0);
            journal.flush();
            journal.doBackgroundWork();
        }
    }

    /** A disk on which batches are written whenever a segment is opened. */
    private static Storage writingBeside(final Storage storage, final Journal journal)
    {
        return (Storage)Proxy.newProxyInstance(Storage.class.getClassLoader(), new Class<?>[]{Storage.class},
            (proxy, method, arguments) ->
            {
                try
                {
                    final Object answer = method.invoke(storage, arguments);
                    if (method.getName().equals("open") && ((String)arguments[0]).endsWith(".segment"))
                    {
                        write(journal);
                    }
                    return answer;
                }
                catch (final InvocationTargetException ex)
                {
                    throw ex.getCause();
                }
            });
    }
}
