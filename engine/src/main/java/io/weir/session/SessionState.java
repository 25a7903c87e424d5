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
package io.weir.session;

/** Where one end of a session stands. */
enum SessionState
{
    /** The peer's end is being made. */
    CONNECTING,
    /** Streams can be opened. */
    OPEN,
    /** Opens are refused, streams may finish (S-10). */
    CLOSING,
    /** Streams are interrupted, their ends awaited (S-10). */
    INTERRUPTING,
    /** Goodbye is sent or waits for room; the peer's is awaited. */
    LEAVING,
    /** Ended. */
    CLOSED
}
