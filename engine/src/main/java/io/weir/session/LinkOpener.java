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

import io.weir.link.Link;

/**
 * Makes the link of a session once its place at an agent is known: what a transport hands to
 * {@link SessionAgent#open(SessionTerms, LinkOpener)} when its handshake is done.
 */
@FunctionalInterface
public interface LinkOpener
{
    /**
     * Makes the link, and adds the inlets that its peer's frames arrive by to the agent, which delivers them from its
     * next duty cycle on. On the agent's thread.
     *
     * @param agent        that drives the session.
     * @param sessionIndex under which the inlets hand on the session's frames; never another session's while this one
     * lives.
     * @return the link.
     */
    Link open(SessionAgent agent, int sessionIndex);
}
