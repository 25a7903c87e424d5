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
package io.weir.stream;

/** Where one end of a stream stands. The transition table (S-11) is over these. */
public enum StreamState
{
    /** Acceptor: admission is deferred; no credit was granted either way (S-7). */
    PARKED,
    /** Open was sent, or admitted. */
    OPEN,
    /** Opener: Cancel is sent, the acceptor's Close is awaited; Data is discarded (S-5). */
    CANCELLING,
    /** Opener: the handler has heard onClosed, the acceptor's Close has not come; the slot is not free (S-5). */
    TOMBSTONE,
    /** Ended: Close was sent or received. */
    ENDED
}
