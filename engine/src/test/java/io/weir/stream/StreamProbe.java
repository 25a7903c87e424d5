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

package io.weir.stream;

import io.weir.Stream;

/** Shows tests what the machine keeps to itself: the sending half's words and the size of the table. On the agent. */
public final class StreamProbe
{
    private StreamProbe()
    {
    }

    /** {@return the seq of the next Data that this end sends} */
    public static long sendSeq(final Stream stream)
    {
        final SendState send = ((StreamEnd)stream).send;
        return null == send.owner() ? send.leftSeq() : send.owner().seq;
    }

    /** {@return the limit that this end knows of, or a value below 0 when nothing can be sent any more} */
    public static long sendLimit(final Stream stream)
    {
        return ((StreamEnd)stream).send.limitAcquire();
    }

    /** {@return the limit that this end has granted} */
    public static long granted(final Stream stream)
    {
        return ((StreamEnd)stream).granted();
    }

    /** {@return the count of Data received in order} */
    public static long received(final Stream stream)
    {
        return ((StreamEnd)stream).received();
    }

    /** {@return the count of Data consumed} */
    public static long consumed(final Stream stream)
    {
        return ((StreamEnd)stream).consumed();
    }

    /** {@return the state of this end} */
    public static StreamState state(final Stream stream)
    {
        return ((StreamEnd)stream).state();
    }

    /** {@return the count of streams in the table that this end is, or was, in} */
    public static int tableSize(final Stream stream)
    {
        return ((StreamEnd)stream).host.machine().table().size();
    }

    /** {@return whether the last grant of this end was smaller for want of room in the pool of held frames} */
    public static boolean isCutShort(final Stream stream)
    {
        final HeldFrames held = ((StreamEnd)stream).held;
        return null != held && held.isCutShort();
    }

    /** {@return the pool of held frames of this end's session} */
    public static HeldPool pool(final Stream stream)
    {
        return ((StreamEnd)stream).host.machine().heldPool();
    }

    /** {@return what the streams in the table of this end's session have reserved of the pool of held frames} */
    public static int reservedByAll(final Stream stream)
    {
        final int[] sum = {0};
        ((StreamEnd)stream).host.machine().table().forEach(end -> sum[0] += null == end.held ? 0 : end.held.share());
        return sum[0];
    }

    /** {@return the count of parked Opens of this end's session} */
    public static int parkedCount(final Stream stream)
    {
        return ((StreamEnd)stream).host.machine().acceptor().parkedCount();
    }
}
