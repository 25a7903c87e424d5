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

import io.weir.codecs.InteractionKind;

/** Which way Data flows in each kind of interaction (S-8). */
final class Directions
{
    private Directions()
    {
    }

    /** Whether the opener, or else the acceptor, sends Data. */
    static boolean flows(final InteractionKind kind, final boolean fromOpener)
    {
        return switch (kind)
        {
            case REQUEST_RESPONSE, SERVER_STREAM -> !fromOpener;
            case CLIENT_STREAM, DUPLEX -> true;
            default -> false;
        };
    }

    /** Whether what is sent in that direction is one message and no more. */
    static boolean carriesOne(final InteractionKind kind, final boolean fromOpener)
    {
        return !fromOpener && (InteractionKind.REQUEST_RESPONSE == kind || InteractionKind.CLIENT_STREAM == kind);
    }
}
