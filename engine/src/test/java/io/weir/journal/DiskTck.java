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

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Gives each test an empty disk, and looks after it whether anything of it is still open. */
interface DiskTck
{
    JournalDisk newDisk();

    @BeforeEach
    default void beginWithAnEmptyDisk()
    {
        JournalFixture.DISKS.add(newDisk());
    }

    @AfterEach
    default void shouldLeaveNothingOpen()
    {
        JournalFixture.DISKS
            .forEach(disk -> assertTrue(disk.openFiles() <= 0, "files left open or mapped: " + disk.openFiles()));
        JournalFixture.DISKS.forEach(JournalDisk::close);
        JournalFixture.DISKS.clear();
    }
}
