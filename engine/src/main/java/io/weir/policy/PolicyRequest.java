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

import io.weir.codecs.InteractionKind;

import java.util.Objects;

/**
 * What policy is asked about: a stream that is to be opened, or that is open.
 *
 * @param principal   of the session that opens it, {@link Grants#ANONYMOUS} for none.
 * @param capability  that it is opened to.
 * @param kind        of interaction.
 * @param remote      whether the session comes from outside the process.
 * @param openStreams of the session, this one not counted.
 */
public record PolicyRequest(
    String principal,
    CapabilityName capability,
    InteractionKind kind,
    boolean remote,
    int openStreams)
{
    /**
     * Checks that all is said.
     *
     * @param principal   of the session.
     * @param capability  that it is opened to.
     * @param kind        of interaction.
     * @param remote      whether the session comes from outside the process.
     * @param openStreams of the session.
     */
    public PolicyRequest
    {
        Objects.requireNonNull(principal, "principal");
        Objects.requireNonNull(capability, "capability");
        Objects.requireNonNull(kind, "kind");
    }
}
