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

package io.weir.codecs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.test.Rule;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

@Rule("W-4")
class BoundsChecksTest
{
    /**
     * The build runs every test of this module twice; this one fails when both runs are of the same kind.
     */
    @Test
    void shouldRunWithTheBoundsChecksThatTheBuildAskedFor()
    {
        final String asked = System.getProperty("weir.test.bounds.checks");
        Assumptions.assumeTrue(null != asked, "not run by the build");

        assertEquals(asked, UnsafeBuffer.SHOULD_BOUNDS_CHECK ? "on" : "off");
    }
}
