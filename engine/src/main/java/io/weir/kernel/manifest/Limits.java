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
package io.weir.kernel.manifest;

/**
 * Limits of a world (K-2, K-4, K-7). They are part of the manifest, since what they decide is in the journal.
 *
 * @param effects         of a step.
 * @param events          of a step.
 * @param state           bytes of an instance.
 * @param depth           of a cascade.
 * @param queue           continuations that may wait.
 * @param worldIntents    open intents of the world.
 * @param instanceIntents open intents of an instance.
 * @param inline          bytes of a payload or of params.
 * @param tombstones      failed instances that are kept.
 */
public record Limits(
    int effects,
    int events,
    int state,
    int depth,
    int queue,
    int worldIntents,
    int instanceIntents,
    int inline,
    int tombstones)
{
    /** What holds unless a manifest says otherwise. */
    public static final Limits DEFAULT = new Limits(64, 256, 65_536, 32, 65_536, 65_536, 1_024, 1_024, 65_536);

    private static final int MAX = 1 << 20;

    /**
     * Checks the ranges.
     *
     * @param effects         of a step.
     * @param events          of a step.
     * @param state           bytes of an instance.
     * @param depth           of a cascade.
     * @param queue           continuations that may wait.
     * @param worldIntents    open intents of the world.
     * @param instanceIntents open intents of an instance.
     * @param inline          bytes of a payload or of params.
     * @param tombstones      failed instances that are kept.
     */
    public Limits
    {
        require("effects of a step", effects, 1_024);
        require("events of a step", events, 1_024);
        require("bytes of a state", state, MAX);
        require("depth of a cascade", depth, 254);
        require("continuations", queue, MAX);
        require("open intents of a world", worldIntents, MAX);
        require("open intents of an instance", instanceIntents, MAX);
        require("bytes of a payload", inline, 65_536);
        require("tombstones", tombstones, MAX);
    }

    /**
     * {@return the longest payload of a batch that such limits allow, in bytes}
     */
    public int maxBatchLength()
    {
        final int perOutput = inline + 512;
        return 8_192 + 4 * inline + (effects * 2 + events) * perOutput + instanceIntents * 40;
    }

    /**
     * {@return the same but for the outputs of a step}
     *
     * @param maxEffects of a step.
     * @param maxEvents  of a step.
     */
    public Limits withOutputs(final int maxEffects, final int maxEvents)
    {
        return new Limits(
            maxEffects, maxEvents, state, depth, queue, worldIntents, instanceIntents, inline, tombstones);
    }

    /**
     * {@return the same but for the continuations}
     *
     * @param maxDepth of a cascade.
     * @param maxQueue that may wait.
     */
    public Limits withCascade(final int maxDepth, final int maxQueue)
    {
        return new Limits(
            effects, events, state, maxDepth, maxQueue, worldIntents, instanceIntents, inline, tombstones);
    }

    /**
     * {@return the same but for the intents that may be open}
     *
     * @param world    of the world.
     * @param instance of an instance.
     */
    public Limits withIntents(final int world, final int instance)
    {
        return new Limits(effects, events, state, depth, queue, world, instance, inline, tombstones);
    }

    /**
     * {@return the same but for what is kept}
     *
     * @param maxState      bytes of an instance.
     * @param maxTombstones failed instances.
     */
    public Limits withMemory(final int maxState, final int maxTombstones)
    {
        return new Limits(
            effects, events, maxState, depth, queue, worldIntents, instanceIntents, inline, maxTombstones);
    }

    private static void require(final String what, final int value, final int max)
    {
        if (value < 1 || value > max)
        {
            throw new ManifestException(what + " must be 1 to " + max + ": " + value);
        }
    }
}
