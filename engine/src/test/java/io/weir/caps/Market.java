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

import io.weir.flow.StreamIterator;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** An interface with a method of every shape. */
@Capability("market")
interface Market
{
    Flow.Publisher<String> ticks(String symbol);

    StreamIterator<String> history(String symbol);

    CompletionStage<String> quote(String symbol);

    String price(String symbol);

    void ping();

    @Capability("wake-up")
    CompletionStage<Void> wakeUp(byte[] reason);

    CompletionStage<String> upload(String name, Flow.Publisher<String> lines);

    String joined(Flow.Publisher<String> lines) throws InterruptedException;

    Flow.Publisher<String> echo(Flow.Publisher<String> lines, String suffix);

    default String twice(final String symbol)
    {
        return price(symbol) + price(symbol);
    }
}
