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
package io.weir.kernel.sim;

import io.weir.codecs.FrameHeader;
import io.weir.codecs.kernel.DispatchDecoder;
import io.weir.codecs.kernel.ReceiptStatus;
import org.agrona.DirectBuffer;

/** What an adapter knows of an attempt that it was given; it keeps it when the kernel's process dies. */
final class Attempt
{
    final int adapter;
    final long intentId;
    final long fence;
    final int attempt;
    final boolean takesFrames;
    final String module;
    final byte[] key;
    final String effectKind;
    long seq;
    ReceiptStatus sentStatus;
    byte[] sentPayload;
    long sentFinalSeq;

    Attempt(final int adapter, final DirectBuffer buffer, final int offset)
    {
        final DispatchDecoder dispatch = new DispatchDecoder().wrap(
            buffer, offset + FrameHeader.LENGTH, DispatchDecoder.BLOCK_LENGTH, DispatchDecoder.SCHEMA_VERSION);
        this.adapter = adapter;
        intentId = dispatch.intentId();
        fence = dispatch.fence();
        seq = dispatch.cursor();
        attempt = dispatch.attempt();
        takesFrames = dispatch.takesFrames() != 0;
        module = dispatch.module();
        key = new byte[dispatch.keyLength()];
        dispatch.getKey(key, 0, key.length);
        effectKind = dispatch.effectKind();
    }
}
