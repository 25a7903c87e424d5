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

import io.weir.Session;
import java.util.concurrent.CompletableFuture;

/** Makes one end of a session over a link that is there already, its terms agreed. Runs on the agent. */
final class LinkHandshake
{
    private final SessionAgent agent;
    private final SessionTerms terms;
    private final LinkOpener links;
    private final CompletableFuture<Session> future;

    LinkHandshake(
        final SessionAgent agent,
        final SessionTerms terms,
        final LinkOpener links,
        final CompletableFuture<Session> future)
    {
        this.agent = agent;
        this.terms = terms;
        this.links = links;
        this.future = future;
    }

    void run()
    {
        final int index = agent.sessions().nextIndex();
        if (index == -1 || agent.isClosed())
        {
            future.completeExceptionally(new IllegalStateException(
                agent.isClosed() ? agent.roleName() + " is closed" :
                    agent.roleName() + " has no room for another session"));
            return;
        }
        final SessionEnd session = new SessionEnd(agent, index, terms);
        agent.sessions().put(session);
        try
        {
            session.open(links.open(agent, index));
            future.complete(session);
        }
        catch (final RuntimeException ex)
        {
            agent.sessions().remove(session);
            future.completeExceptionally(ex);
        }
    }
}
