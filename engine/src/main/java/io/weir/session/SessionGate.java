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

import io.weir.OpenView;
import io.weir.Provider;
import io.weir.config.Settings;
import io.weir.policy.CapabilityName;
import io.weir.policy.Decision;
import io.weir.policy.PolicyRequest;
import io.weir.stream.OpenGate;
import io.weir.stream.StreamEnd;

/** Answers a session's Opens from the engine's policy and providers, and limits Cancels (S-7, N-7). On the agent. */
final class SessionGate implements OpenGate
{
    private final AgentConfig config;
    private final SessionEnd session;
    private final Provider listing;
    private final int maxCancels;
    private final long cancelPeriodNs;
    private long periodBeginNs;
    private int cancels;

    SessionGate(final AgentConfig config, final SessionEnd session)
    {
        this.config = config;
        this.session = session;
        listing = new CapabilityListing(config, session);
        maxCancels = config.configuration().value(Settings.SESSION_CANCELS_MAX);
        cancelPeriodNs = config.configuration().value(Settings.SESSION_CANCELS_PERIOD);
    }

    @Override
    public Decision decide(final StreamEnd end, final OpenView open)
    {
        return session.isOpen() ? config.admission().onOpen(request(end)) : Decision.rejected("the session is closing");
    }

    @Override
    public Decision review(final StreamEnd end)
    {
        return config.admission().review(request(end));
    }

    @Override
    public Provider provider(final String capability)
    {
        return CapabilityName.CAPABILITIES.equals(capability) ? listing : config.providers().get(capability);
    }

    @Override
    public boolean mayOpen()
    {
        return cancels <= maxCancels || session.agent().nowNs() - periodBeginNs >= cancelPeriodNs;
    }

    @Override
    public void onCancelled()
    {
        if (session.isRemote())
        {
            final long nowNs = session.agent().nowNs();
            if (0 == cancels || nowNs - periodBeginNs >= cancelPeriodNs)
            {
                periodBeginNs = nowNs;
                cancels = 0;
            }
            cancels++;
        }
    }

    private PolicyRequest request(final StreamEnd end)
    {
        return new PolicyRequest(
            session.principal(),
            CapabilityName.of(end.capability()),
            end.kind(),
            session.isRemote(),
            session.machine().table().size() - 1);
    }
}
