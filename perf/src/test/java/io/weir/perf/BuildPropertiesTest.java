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

package io.weir.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;

import org.junit.jupiter.api.Test;

class BuildPropertiesTest
{
    @Test
    void shouldNameTheFlagsThatThisJvmRunsWithWhenAskedForThoseOfAFork()
    {
        final String given = String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments());
        final String flag = BuildProperties.jvmFlags().get(1);

        assertTrue(flag.endsWith("=ALL-UNNAMED"), flag);
        assertTrue(given.contains(flag), () -> flag + " is not among " + given);
        assertEquals("--add-opens", BuildProperties.jvmFlags().get(0));
    }

    @Test
    void shouldFillInTheVersionWhenBuilt()
    {
        assertFalse(BuildProperties.version().contains("$"));
    }
}
