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

package io.weir.examples;

import io.weir.Engine;
import io.weir.Session;
import io.weir.caps.Capabilities;
import io.weir.caps.Capability;

import java.io.PrintWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A language model that is told to stop: its tokens come as they are made, and none is made that nobody waits for. */
final class Tokens implements Example
{
    static final int ENOUGH = 20;
    private static final String[] WORDS =
        {"the", "stream", "runs", "over", "a", "weir", "and", "is", "measured", "there"};
    private static final int AHEAD = 16;

    @Override
    public String name()
    {
        return "tokens";
    }

    @Override
    public String purpose()
    {
        return "a model's tokens, cancelled by whoever reads them";
    }

    @Override
    public String address()
    {
        return "ring:model";
    }

    // tag::tokens
    @Capability("model")
    interface Model
    {
        Flow.Publisher<String> tokens(String prompt);

        int made();
    }

    static final class BabblingModel implements Model
    {
        private final Executor threads = ForkJoinPool.commonPool();
        private volatile int made;

        @Override
        public Flow.Publisher<String> tokens(final String prompt)
        {
            return subscriber ->
            {
                final SubmissionPublisher<String> out = new SubmissionPublisher<>(threads, AHEAD);
                out.subscribe(subscriber);
                threads.execute(() -> babble(out));
            };
        }

        /** Waits in submit for who is slow, and stops when nobody listens any more. */
        private void babble(final SubmissionPublisher<String> out)
        {
            while (out.hasSubscribers())
            {
                out.submit(WORDS[made++ % WORDS.length]);
            }
            out.close();
        }
        // end::tokens

        @Override
        public int made()
        {
            return made;
        }
    }

    // tag::tokens-consumer
    /** Prints tokens, and cancels when it has enough. */
    static final class Reader implements Flow.Subscriber<String>
    {
        private final StringBuilder text = new StringBuilder();
        private final CompletableFuture<String> read = new CompletableFuture<>();
        private Flow.Subscription subscription;
        private int count;

        @Override
        public void onSubscribe(final Flow.Subscription value)
        {
            subscription = value;
            subscription.request(AHEAD);
        }

        @Override
        public void onNext(final String token)
        {
            text.append(token).append(' ');
            if (++count == ENOUGH)
            {
                subscription.cancel();
                read.complete(text.toString());
            }
            else
            {
                subscription.request(1);
            }
        }
        // end::tokens-consumer

        @Override
        public void onError(final Throwable throwable)
        {
            read.completeExceptionally(throwable);
        }

        @Override
        public void onComplete()
        {
            read.complete(text.toString());
        }
    }

    @Override
    public void provide(final Engine.Context context)
    {
        context.provide(Model.class, new BabblingModel());
    }

    @Override
    public void consume(final Supplier<Session> sessions, final PrintWriter out) throws Exception
    {
        final Model model = Capabilities.of(sessions.get()).bind(Model.class);
        final Reader reader = new Reader();
        model.tokens("What is a weir?").subscribe(reader);
        out.println(reader.read.get(10, TimeUnit.SECONDS));
        out.println(ENOUGH + " tokens read; the model made " + model.made() + " and stopped");
    }
}
