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

package io.weir.caps;

import io.weir.codecs.InteractionKind;

/** How a method hands over what its capability answers. */
enum ResultShape
{
    /** {@code Flow.Publisher<T>}. */
    PUBLISHER(true),

    /** {@code StreamIterator<T>}. */
    ITERATOR(true),

    /** {@code CompletionStage<T>}. */
    STAGE(false),

    /** {@code T}, for which the caller waits. */
    VALUE(false);

    private final boolean many;

    ResultShape(final boolean many)
    {
        this.many = many;
    }

    /** {@return the kind of interaction of such a method} */
    InteractionKind kind(final boolean hasUpstream)
    {
        if (many)
        {
            return hasUpstream ? InteractionKind.DUPLEX : InteractionKind.SERVER_STREAM;
        }
        return hasUpstream ? InteractionKind.CLIENT_STREAM : InteractionKind.REQUEST_RESPONSE;
    }

    /** {@return whether the provider's method may take its time, so that no agent calls it} */
    boolean isBlocking()
    {
        return ITERATOR == this || VALUE == this;
    }
}
