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
package io.weir;

import io.weir.codecs.InteractionKind;
import io.weir.policy.CapabilityEntry;
import java.util.Objects;
import java.util.Set;

/**
 * Provides a capability: accepts the streams that peers open. Runs on the agent of the session that a stream belongs
 * to; with several agents one provider may be called by each of them.
 */
@FunctionalInterface
public interface Provider
{
    /**
     * {@return a provider that takes one kind of interaction only: an Open of any other is answered INVALID_PARAMS
     * (S-8)}
     *
     * @param kind     that it takes.
     * @param provider of its streams.
     */
    static Provider of(final InteractionKind kind, final Provider provider)
    {
        final Set<InteractionKind> kinds = Set.of(kind);
        Objects.requireNonNull(provider, "provider");
        return new Provider()
        {
            @Override
            public StreamHandler onOpen(final Stream stream, final OpenView open)
            {
                return provider.onOpen(stream, open);
            }

            @Override
            public Set<InteractionKind> kinds()
            {
                return kinds;
            }
        };
    }

    /**
     * A peer opened a stream that policy allows.
     *
     * @param stream the acceptor's end.
     * @param open   what the peer asked for; valid until this returns.
     * @return the handler of this end, or what {@link OpenView#refuse} returned.
     */
    StreamHandler onOpen(Stream stream, OpenView open);

    /**
     * {@return the kinds of interaction that it takes: an Open of any other is answered INVALID_PARAMS (S-8), and
     * {@code weir.capabilities} tells of these; all of them unless it says otherwise}
     */
    default Set<InteractionKind> kinds()
    {
        return CapabilityEntry.ALL_KINDS;
    }
}
