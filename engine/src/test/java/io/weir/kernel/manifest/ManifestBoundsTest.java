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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.kernel.GapPolicy;
import io.weir.test.Rule;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a manifest may not declare. */
class ManifestBoundsTest
{
    private static final CodeIdentity CODE = CodeIdentity.ofVersion("1");

    @ParameterizedTest
    @ValueSource(longs = {-5, -1, Long.MIN_VALUE, Long.MAX_VALUE, EffectSpec.MAX_GAP + 1})
    @Rule("K-5")
    void shouldRefuseAGapWhenItIsNoCountUpTo2To32(final long max)
    {
        final ManifestException refused = assertThrows(
            ManifestException.class, () -> EffectSpec.of("work").gap(GapPolicy.ACCEPT, max));
        assertTrue(refused.getMessage().contains("\"work\"") && refused.getMessage().contains("2^32"));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, EffectSpec.MAX_GAP})
    @Rule("K-5")
    void shouldTakeAGapWhenItIsWithinTheBound(final long max)
    {
        assertEquals(max, EffectSpec.of("work").gap(GapPolicy.ACCEPT, max).maxGap());
    }

    @Test
    @Rule("K-1")
    void shouldRefuseAKeyExtractorWhenNoSubscriberHasKeys()
    {
        final ManifestException refused = assertThrows(ManifestException.class, () -> builder().build());
        assertTrue(refused.getMessage().contains("\"tick\"") && refused.getMessage().contains("keyed()"));
    }

    /** As an earlier version let it begin. */
    @Test
    @Rule("K-1")
    void shouldReadAManifestOfAWorldThatWasBegunWithAKeyExtractorForNobody()
    {
        final byte[] bytes = builder().asRead().canonicalBytes();
        assertEquals("w", Manifest.decode(new UnsafeBuffer(bytes), 0, bytes.length).name());
    }

    private static Manifest.Builder builder()
    {
        return Manifest.builder("w").module(ModuleSpec.of("a", CODE)).module(ModuleSpec.of("b", CODE))
            .event(EventSpec.of("tick").key("first").to("a", "b"));
    }
}
