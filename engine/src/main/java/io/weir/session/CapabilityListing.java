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

import io.weir.EmittingHandler;
import io.weir.OpenView;
import io.weir.Provider;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamWriter;
import io.weir.codecs.InteractionKind;
import io.weir.policy.CapabilityEntry;
import io.weir.policy.CapabilityName;
import io.weir.policy.PolicyRequest;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Provides {@link CapabilityName#CAPABILITIES}: what the session's principal may open now, or might when policy defers
 * it, sorted by name, a message each. It is itself subject to grants and policy. On the agent.
 */
final class CapabilityListing implements Provider
{
    private static final Set<InteractionKind> KINDS = Set.of(InteractionKind.SERVER_STREAM);

    private final AgentConfig config;
    private final SessionEnd session;

    CapabilityListing(final AgentConfig config, final SessionEnd session)
    {
        this.config = config;
        this.session = session;
    }

    @Override
    public Set<InteractionKind> kinds()
    {
        return KINDS;
    }

    @Override
    public StreamHandler onOpen(final Stream stream, final OpenView open)
    {
        final Map<String, CapabilityEntry> visible = new TreeMap<>();
        final int openStreams = session.machine().table().size() - 1;
        config.providers().forEach((name, provider) -> show(visible, name, provider.kinds(), openStreams));
        show(visible, CapabilityName.CAPABILITIES, KINDS, openStreams);
        return new Emission(visible.values().stream().map(CapabilityEntry::text).toArray(String[]::new));
    }

    private void show(
        final Map<String, CapabilityEntry> visible,
        final String name,
        final Set<InteractionKind> kinds,
        final int openStreams)
    {
        final CapabilityName capability = CapabilityName.of(name);
        final EnumSet<InteractionKind> allowed = EnumSet.noneOf(InteractionKind.class);
        for (final InteractionKind kind : kinds)
        {
            final PolicyRequest request =
                new PolicyRequest(session.principal(), capability, kind, session.isRemote(), openStreams);
            switch (config.admission().onOpen(request).answer())
            {
                case ALLOW, DEFERRED -> allowed.add(kind);
                default ->
                {
                    // Not to be had, so not to be seen.
                }
            }
        }
        if (!allowed.isEmpty())
        {
            visible.put(name, new CapabilityEntry(capability, allowed));
        }
    }

    /** Sends what was found. */
    private static final class Emission implements EmittingHandler
    {
        private final String[] lines;
        private final UnsafeBuffer line = new UnsafeBuffer(0, 0);
        private int sent;

        Emission(final String[] lines)
        {
            this.lines = lines;
        }

        @Override
        public void onWritable(final Stream stream, final int budget)
        {
            final StreamWriter writer = stream.writer();
            while (sent < lines.length)
            {
                line.wrap(lines[sent].getBytes(StandardCharsets.US_ASCII));
                if (writer.offerMessage(line, 0, line.capacity()) < 0)
                {
                    return;
                }
                sent++;
            }
            writer.close();
        }
    }
}
