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

import io.weir.perf.Profile;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the consumer's process tells the provider's of a run, with every stream that it opens.
 *
 * @param streams       count of streams.
 * @param payloadBytes  of a generated message.
 * @param window        of a stream in frames.
 * @param producers     count of emitting threads; with 1 the provider's agent emits.
 * @param ratePerSecond of all messages together, 0 for as fast as it goes.
 * @param sha256        of the file whose lines are wanted, empty for generated messages.
 */
record RunTerms(
    int streams,
    int payloadBytes,
    int window,
    int producers,
    long ratePerSecond,
    String sha256)
{
    private static final int INDEX = 0;
    private static final int STREAMS = 4;
    private static final int PAYLOAD = 8;
    private static final int WINDOW = 12;
    private static final int PRODUCERS = 16;
    private static final int RATE = 20;
    private static final int SHA256 = 28;
    private static final int SHA256_LENGTH = 64;

    /**
     * {@return the params of a stream}
     *
     * @param index of the stream.
     */
    byte[] encode(final int index)
    {
        final byte[] text = sha256.getBytes(StandardCharsets.US_ASCII);
        final UnsafeBuffer params = new UnsafeBuffer(new byte[SHA256 + text.length]);
        params.putInt(INDEX, index);
        params.putInt(STREAMS, streams);
        params.putInt(PAYLOAD, payloadBytes);
        params.putInt(WINDOW, window);
        params.putInt(PRODUCERS, producers);
        params.putLong(RATE, ratePerSecond);
        params.putBytes(SHA256, text);
        return params.byteArray();
    }

    /**
     * {@return the number of a stream}
     *
     * @param params of it.
     * @param offset of them.
     */
    static int index(final DirectBuffer params, final int offset)
    {
        return params.getInt(offset + INDEX);
    }

    /**
     * {@return the terms of a run, null if they make no sense}
     *
     * @param params of one of its streams.
     * @param offset of them.
     * @param length of them in bytes.
     */
    static RunTerms decode(final DirectBuffer params, final int offset, final int length)
    {
        if (SHA256 != length && SHA256 + SHA256_LENGTH != length)
        {
            return null;
        }
        final RunTerms terms = new RunTerms(
            params.getInt(offset + STREAMS),
            params.getInt(offset + PAYLOAD),
            params.getInt(offset + WINDOW),
            params.getInt(offset + PRODUCERS),
            params.getLong(offset + RATE),
            params.getStringWithoutLengthAscii(offset + SHA256, length - SHA256));
        return terms.isSensible() && index(params, offset) >= 0 && index(params, offset) < terms.streams ? terms : null;
    }

    /**
     * {@return the same as options of a run}
     *
     * @param input   whose lines are sent, null for generated messages.
     * @param profile of this process.
     */
    LoadOptions options(final Path input, final Profile profile)
    {
        return new LoadOptions(
            streams, payloadBytes, window, producers, 0, 0, ratePerSecond, input, null, profile, RigLink.RING);
    }

    private boolean isSensible()
    {
        return streams >= 1 && streams <= LoadOptions.MAX_STREAMS &&
            payloadBytes >= 0 && payloadBytes <= LoadOptions.MAX_PAYLOAD &&
            window >= 1 && window <= LoadOptions.MAX_WINDOW &&
            producers >= 1 && producers <= Math.min(streams, LoadOptions.MAX_PRODUCERS) &&
            ratePerSecond >= 0;
    }
}
