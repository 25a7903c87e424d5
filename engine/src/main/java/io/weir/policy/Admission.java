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

package io.weir.policy;

import org.agrona.ErrorHandler;

import java.util.Objects;

/**
 * What an engine asks about a stream: whether streams are admitted at all, then the grants, then the policy (S-7). A
 * policy that throws, answers nothing, or answers what it must not, fails to the safe side: an Open is REJECTED, and an
 * open stream goes on, since nothing was said against it; the fault goes to the error handler. Immutable: a change of
 * policy is a new one, by which the engine reviews what is open. Any thread may ask.
 */
public final class Admission
{
    private static final Decision DISABLED =
        Decision.rejected("streams are disabled (weir.streams.enabled, CAPS_ENABLE_STREAMS)");
    private static final Decision FAULT = Decision.rejected("policy failed");

    private final boolean enabled;
    private final Grants inProcessGrants;
    private final Grants remoteGrants;
    private final Policy policy;
    private final ErrorHandler errorHandler;

    /**
     * Combines what decides about streams.
     *
     * @param enabled         whether streams are admitted at all.
     * @param inProcessGrants to sessions inside the process; {@link Grants#EVERYTHING} by default.
     * @param remoteGrants    to sessions from outside; {@link Grants#NOTHING} by default.
     * @param policy          asked about what is granted.
     * @param errorHandler    for a policy's faults.
     */
    public Admission(
        final boolean enabled,
        final Grants inProcessGrants,
        final Grants remoteGrants,
        final Policy policy,
        final ErrorHandler errorHandler)
    {
        this.enabled = enabled;
        this.inProcessGrants = Objects.requireNonNull(inProcessGrants, "inProcessGrants");
        this.remoteGrants = Objects.requireNonNull(remoteGrants, "remoteGrants");
        this.policy = Objects.requireNonNull(policy, "policy");
        this.errorHandler = Objects.requireNonNull(errorHandler, "errorHandler");
    }

    /**
     * Decides about an Open, also one that was deferred before.
     *
     * @param request about the stream to be opened.
     * @return any decision but {@link Answer#KILLED}.
     */
    public Decision onOpen(final PolicyRequest request)
    {
        if (!enabled)
        {
            return DISABLED;
        }
        if (!isGranted(request))
        {
            return Decision.rejected(request.capability() + " is not granted");
        }
        try
        {
            final Decision decision = policy.onOpen(request);
            if (decision != null && decision.answer() != Answer.KILLED)
            {
                return decision;
            }
            errorHandler.onError(new IllegalStateException(
                "policy answered " + decision + " to an Open of " + request.capability()));
        }
        catch (final Throwable ex)
        {
            errorHandler.onError(ex);
        }
        return FAULT;
    }

    /**
     * Decides whether an open stream may go on. What is granted no more is killed.
     *
     * @param request about the open stream.
     * @return {@link Decision#ALLOW}, or a decision of {@link Answer#KILLED}.
     */
    public Decision review(final PolicyRequest request)
    {
        if (!isGranted(request))
        {
            return Decision.killed(request.capability() + " is granted no more");
        }
        try
        {
            final Decision decision = policy.review(request);
            if (decision != null && (decision.isAllowed() || decision.answer() == Answer.KILLED))
            {
                return decision;
            }
            errorHandler.onError(new IllegalStateException(
                "policy answered " + decision + " to a review of " + request.capability()));
        }
        catch (final Throwable ex)
        {
            errorHandler.onError(ex);
        }
        return Decision.ALLOW;
    }

    private boolean isGranted(final PolicyRequest request)
    {
        return (request.remote() ? remoteGrants : inProcessGrants).allows(request.principal(), request.capability());
    }
}
