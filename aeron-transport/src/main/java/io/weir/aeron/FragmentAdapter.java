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
package io.weir.aeron;

import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.weir.link.FrameConsumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Hands on what an image brings, in place: a fragment is a frame (W-3). Owned by one agent. */
final class FragmentAdapter implements FragmentHandler
{
    private FrameConsumer consumer;
    private int sessionIndex;

    FragmentAdapter()
    {
    }

    FragmentAdapter to(final int newSessionIndex, final FrameConsumer newConsumer)
    {
        sessionIndex = newSessionIndex;
        consumer = newConsumer;
        return this;
    }

    @Override
    public void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        consumer.onFrame(sessionIndex, (UnsafeBuffer)buffer, offset, length);
    }
}
