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

import io.weir.codecs.kernel.AttemptPolicy;
import io.weir.codecs.kernel.GapPolicy;
import io.weir.kernel.SnapshotCopy;
import io.weir.kernel.SnapshotImage;
import io.weir.kernel.World;
import io.weir.kernel.WorldCode;
import io.weir.kernel.WorldContext;
import io.weir.kernel.manifest.CodeIdentity;
import io.weir.kernel.manifest.EffectSpec;
import io.weir.kernel.manifest.EventSpec;
import io.weir.kernel.manifest.GrantSpec;
import io.weir.kernel.manifest.Limits;
import io.weir.kernel.manifest.Manifest;
import io.weir.kernel.manifest.ModuleSpec;
import io.weir.kernel.manifest.RuleSpec;

/**
 * The world that is simulated: three modules of one code, effects of all policies, and limits that are soon reached.
 */
final class SimWorld
{
    static final int MAX_EFFECTS = 4;
    static final int MAX_PAYLOAD = 64;
    private static final CodeIdentity CODE = CodeIdentity.ofVersion("sim-1");
    private static final long SECOND_NS = 1_000_000_000L;
    private static final Limits LIMITS = new Limits(MAX_EFFECTS, 4, 160, 5, 24, 40, 8, MAX_PAYLOAD, 6);

    private SimWorld()
    {
    }

    static Manifest manifest()
    {
        return Manifest.builder("simulated")
            .module(module("keyed").keyed().takesFrames().takesRejected())
            .module(module("single").takesFrames())
            .module(module("deaf").keyed())
            .event(EventSpec.of("keyed").key("first").to("keyed"))
            .event(EventSpec.of("single").to("single"))
            .event(EventSpec.of("all").key("first").to("keyed", "deaf", "single"))
            .event(EventSpec.of("derived").key("first").to("deaf", "keyed"))
            .event(EventSpec.of("again").key("first").to("keyed"))
            .event(EventSpec.of("nobody"))
            .effect(EffectSpec.of("stream").gap(GapPolicy.ACCEPT, 100).attempts(AttemptPolicy.RESUME)
                .receiptValidator("short").totalDeadlineNs(3_600 * SECOND_NS))
            .effect(EffectSpec.of("strict").gap(GapPolicy.REJECT, 0).attempts(AttemptPolicy.RESTART)
                .noTotalDeadline())
            .effect(EffectSpec.of("mute").attempts(AttemptPolicy.FAIL).noTotalDeadline().maxOpen(8))
            .effect(EffectSpec.of("hasty").paramsValidator("short").slot("store").totalDeadlineNs(60 * SECOND_NS)
                .idleDeadlineNs(10 * SECOND_NS))
            .effect(EffectSpec.of("forbidden").noTotalDeadline())
            .grant(GrantSpec.of("disk").constraint("even", new byte[]{2}).expiresNs(50_000 * SECOND_NS))
            .grant(GrantSpec.of("others").controls("deaf"))
            .rule(RuleSpec.deny("*", "forbidden", "not.here"))
            .rule(RuleSpec.allow("*", "*"))
            .limits(LIMITS)
            .build();
    }

    private static ModuleSpec module(final String name)
    {
        return ModuleSpec.of(name, CODE)
            .emits("stream", "strict", "mute", "hasty", "forbidden", "timer.set", "control.cancel", "control.input")
            .slot("store", "disk").slot("control", "others");
    }

    /** {@return code with modules of its own} */
    static WorldCode code()
    {
        return WorldCode.builder()
            .module("keyed", CODE, new SimModule())
            .module("single", CODE, new SimModule())
            .module("deaf", CODE, new SimModule())
            .validator("short", (buffer, offset, length) -> length <= 24)
            .keyExtractor("first", WorldCode.KeyExtractor.fixed(0, 1))
            .constraint("even", (argument, buffer, offset, length) -> length % argument[0] == 0)
            .build();
    }

    static World world(final Manifest manifest)
    {
        return new World(manifest, code(), new WorldContext());
    }

    static SnapshotImage image(final World world)
    {
        final SnapshotCopy copy = world.snapshot();
        while (!copy.work(3))
        {
            Thread.onSpinWait();
        }
        return copy.image();
    }

    static String hash(final World world)
    {
        return image(world).hashText();
    }
}
