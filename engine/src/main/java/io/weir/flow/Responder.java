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

package io.weir.flow;

import io.weir.OpenView;
import java.util.concurrent.Flow;

/**
 * Provides a capability as a function of publishers: what comes in, what goes out.
 *
 * @param <I> of the items that come in.
 * @param <O> of the items that go out.
 */
@FunctionalInterface
public interface Responder<I, O>
{
    /**
     * A peer opened a stream. Runs on the session's agent, as {@link io.weir.Provider#onOpen} does.
     *
     * @param open     what the peer asked for; valid until this returns.
     * @param incoming what the peer sends, for at most one subscriber; complete from the start for kinds in which the
     *                 opener sends nothing.
     * @return what to send; subscribed to at once, on the agent. Or what {@link OpenView#refuse} returned.
     */
    Flow.Publisher<? extends O> respond(OpenView open, Flow.Publisher<I> incoming);
}
