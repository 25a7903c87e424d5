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

/** What a journal at rest was found to be (K-10). The later one outweighs the earlier. */
public enum JournalVerdict
{
    /** Every batch was read, from the first there is to the end, and every file that is there is sound. */
    VERIFIED,

    /** As verified, but for a tail that an opening cuts, without a whole batch in it: a process was killed in it. */
    TORN,

    /** An opening refuses for what is no damage: no journal, another version, code that nobody has, other outputs. */
    REFUSED,

    /** Something is missing, cut off, unreachable or not what was written. */
    DAMAGED
}
