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
package io.weir.perf.load;

import io.weir.EmittingHandler;
import io.weir.Engine;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.config.Settings;
import io.weir.policy.Grants;
import java.io.IOException;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The process of an engine that listens and has nothing to do: says where its media driver is, answers each request
 * with the time at which it came, and ends with its standard input.
 */
final class IdleEngine
{
    /** Answers with the time, as {@link System#nanoTime} of this machine has it. */
    static final String CAPABILITY = "idle.time";

    private IdleEngine()
    {
    }

    /**
     * Runs the process.
     *
     * @param args the address.
     * @throws IOException if standard input cannot be read.
     */
    public static void main(final String[] args) throws IOException
    {
        try (Engine engine = Engine.launch(new Engine.Context().name("idle").listen(args[0])
            .remoteGrants(Grants.EVERYTHING).provider(CAPABILITY, (stream, open) -> answer(System.nanoTime()))))
        {
            System.out.println(engine.configuration().value(Settings.AERON_DIR));
            System.out.flush();
            while (System.in.read() >= 0)
            {
                // Nothing is said; the end is.
            }
        }
    }

    private static StreamHandler answer(final long timeNs)
    {
        final UnsafeBuffer text = new UnsafeBuffer(new byte[Long.BYTES]);
        text.putLong(0, timeNs);
        return new Answer(text);
    }

    private static final class Answer implements EmittingHandler
    {
        private final UnsafeBuffer text;

        Answer(final UnsafeBuffer text)
        {
            this.text = text;
        }

        @Override
        public void onWritable(final Stream stream, final int budget)
        {
            if (stream.writer().offer(text, 0, text.capacity()) >= 0)
            {
                stream.writer().close();
            }
        }
    }
}
