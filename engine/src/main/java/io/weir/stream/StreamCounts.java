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

/**
 * What the streams of one agent count: plain fields, written by the agent alone, published by it once in a while (T-1).
 */
public final class StreamCounts
{
    /** Streams opened, by either side. */
    public long opened;
    /** Streams now open at this agent's ends. */
    public long open;
    /** Data discarded after its stream's end (S-3). */
    public long dropped;
    /** Control frames of streams that had ended, discarded (S-3). */
    public long stale;
    /** Data with a seq below the expected one (S-1). */
    public long duplicates;
    /** Data with a seq above the expected one (S-1). */
    public long gaps;
    /** Data at or beyond the limit (C-6). */
    public long flowControl;
    /** Streams ended because the peer broke another rule of theirs. */
    public long violations;
    /** Streams whose Close told of more Data than came (S-4). */
    public long lost;
    /** Most frames of one stream received and not consumed (explicit consumption). */
    public long backlogHighWaterMark;
    /** Offers of agents' writers that found no credit (C-5). */
    public long creditStalls;
    /** Control that found the link full and was kept (T-7). */
    public long controlDeferred;
    /** Texts of errors that were not sent because the link was full (T-7). */
    public long controlTextLost;
    /** Handlers and providers that threw (S-6). */
    public long handlerErrors;
    /** Opens refused by policy (S-7). */
    public long rejected;
    /** Opens parked (S-7). */
    public long deferred;
    /** Opens dropped by policy (S-7). */
    public long droppedByPolicy;
    /** Open streams ended by policy (S-7). */
    public long killed;
    /** Opens refused because of the limit of streams (N-7). */
    public long overLimit;
    /** Opens refused because the queue of parked ones was full (N-7). */
    public long parkedFull;
    /** Opens refused because the peer had cancelled too often (N-7). */
    public long cancelsOverLimit;
    /** Frames of templates that this version does not know, skipped (W-5). */
    public long unknownTemplates;
    /** Streams whose Close is still awaited after their handler heard onClosed (S-5). */
    public long tombstones;
}
