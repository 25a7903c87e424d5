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

import java.util.List;

/**
 * What is wrong with a file of a journal.
 *
 * @param file   its name in the journal's directory; empty if it is the directory itself.
 * @param offset of the first byte that is wrong, as far as can be told.
 * @param reason in words.
 */
public record JournalFault(String file, long offset, String reason)
{
    /**
     * Adds a fault to others, unless there is one of this place.
     *
     * @param faults to add to.
     */
    public void addTo(final List<JournalFault> faults)
    {
        if (faults.stream().noneMatch(each -> each.file.equals(file) && each.offset == offset))
        {
            faults.add(this);
        }
    }

    @Override
    public String toString()
    {
        return (file.isEmpty() ? "" : file + " at " + offset + ": ") + reason;
    }
}
