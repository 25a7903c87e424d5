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

import io.weir.Session;
import io.weir.codecs.InteractionKind;
import io.weir.policy.CapabilityEntry;
import io.weir.policy.CapabilityName;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/** Takes the list of what a session may open. */
final class Listing implements Flow.Subscriber<String>
{
    private final CompletableFuture<List<CapabilityEntry>> future = new CompletableFuture<>();
    private final List<CapabilityEntry> entries = new ArrayList<>();

    private final Executor executor;

    private Listing(final Executor executor)
    {
        this.executor = executor;
    }

    static CompletionStage<List<CapabilityEntry>> ask(final Session session, final CallTerms terms)
    {
        final Listing listing = new Listing(null == terms.executor() ? Runnable::run : terms.executor());
        terms.call(
            session,
            CapabilityName.CAPABILITIES,
            InteractionKind.SERVER_STREAM,
            new byte[0],
            PlainCodecs.TEXT::decode)
            .publisherOnAgent().subscribe(listing);
        return listing.future;
    }

    @Override
    public void onSubscribe(final Flow.Subscription subscription)
    {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(final String text)
    {
        final CapabilityEntry entry = CapabilityEntry.parse(text);
        // A peer of another version may list what this one cannot open.
        if (null != entry)
        {
            entries.add(entry);
        }
    }

    @Override
    public void onError(final Throwable throwable)
    {
        executor.execute(() -> future.completeExceptionally(throwable));
    }

    @Override
    public void onComplete()
    {
        final List<CapabilityEntry> all = List.copyOf(entries);
        executor.execute(() -> future.complete(all));
    }
}
