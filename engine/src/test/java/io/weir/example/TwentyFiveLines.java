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

package io.weir.example;

import io.weir.EmittingHandler;
import io.weir.Engine;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/** A provider and a consumer as an application writes them; what stands between the marks is shown in README. */
final class TwentyFiveLines
{
    private TwentyFiveLines()
    {
    }

    // tag::readme
    static final class Ticks implements EmittingHandler
    {
        private final UnsafeBuffer tick = new UnsafeBuffer(new byte[64]);
        private int next;

        public void onWritable(final Stream out, final int budget)
        {
            while (next < 100 && out.writer().offer(tick, 0, tick.putStringWithoutLengthUtf8(0, "tick " + next)) >= 0)
            {
                next++;
            }
            if (100 == next)
            {
                out.writer().close();
            }
        }
    }

    static void run(final Consumer<String> out)
    {
        try (Engine market = Engine.launch(new Engine.Context().provider("market.ticks", (s, open) -> new Ticks()));
            Engine desk = Engine.launch(new Engine.Context()))
        {
            final StreamHandler print = (s, b, at, length, h) -> out.accept(b.getStringWithoutLengthUtf8(at, length));
            desk.connect(market).open(StreamRequest.of("market.ticks"), print);
        }
    }
    // end::readme
}
