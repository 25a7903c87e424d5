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

/**
 * Decides about streams (S-7). It is asked on the agent's thread, so it must answer at once and must not block; it may
 * be asked by several agents at a time. What it answers should follow from the request alone.
 */
@FunctionalInterface
public interface Policy
{
    /** Allows what is granted. */
    Policy ALLOW_ALL = request -> Decision.ALLOW;

    /**
     * Decides about an Open; asked again when one that was deferred gets another chance.
     *
     * @param request about the stream to be opened.
     * @return any decision but {@link Answer#KILLED}.
     */
    Decision onOpen(PolicyRequest request);

    /**
     * Decides whether an open stream may go on; asked when policy has changed, or when the application wants it.
     *
     * @param request about the open stream.
     * @return {@link Decision#ALLOW}, or a decision of {@link Answer#KILLED}.
     */
    default Decision review(final PolicyRequest request)
    {
        return Decision.ALLOW;
    }
}
