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

package io.weir.policy;

import io.weir.test.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Rule("S-7")
class GrantsTest
{
    private static final CapabilityName TICKS = CapabilityName.of("market.ticks");

    @ParameterizedTest
    @CsvSource({
        "*, market.ticks, true",
        "market.*, market.ticks, true",
        "market.*, market.ticks.eu, true",
        "market.*, marketing.mail, false",
        "market.*, stock.market, false",
        "market.ticks.*, market.ticks.eu, true",
        "market.ticks.*, market.ticks, false",
        "market.ticks, market.ticks, true",
        "market.ticks, market.ticks.eu, false",
        "market.ticks, market.tick, false"})
    void shouldMatchWholeLabelsWhenPatternIsCompared(final String pattern, final String name, final boolean matches)
    {
        assertEquals(matches, CapabilityPattern.of(pattern).matches(CapabilityName.of(name)));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"", "market", "market*", "*.ticks", "market.*.eu", "**", ".*", "market.", "Market.*", "*.*"})
    void shouldRefuseWhenPatternIsNone(final String pattern)
    {
        assertThrows(IllegalArgumentException.class, () -> CapabilityPattern.of(pattern));
    }

    @Test
    void shouldAllowNothingWhenNothingIsGranted()
    {
        assertFalse(Grants.NOTHING.allows("alice", TICKS));
        assertFalse(Grants.NOTHING.allows(Grants.ANONYMOUS, TICKS));
    }

    @Test
    void shouldAllowAnonymousWhenEverythingIsGranted()
    {
        assertTrue(Grants.EVERYTHING.allows(Grants.ANONYMOUS, TICKS));
    }

    @Test
    void shouldAllowThatPrincipalAloneWhenGrantIsToOne()
    {
        final Grants grants = Grants.builder().toPrincipal("alice", "market.*").build();

        assertTrue(grants.allows("alice", TICKS));
        assertFalse(grants.allows("Alice", TICKS));
        assertFalse(grants.allows("bob", TICKS));
        assertFalse(grants.allows(Grants.ANONYMOUS, TICKS));
    }

    @Test
    void shouldNotAllowAnonymousWhenGrantIsToAuthenticated()
    {
        final Grants grants = Grants.builder().toAuthenticated("market.ticks").build();

        assertTrue(grants.allows("bob", TICKS));
        assertFalse(grants.allows(Grants.ANONYMOUS, TICKS));
    }

    @Test
    void shouldAddUpWhenOnePrincipalIsGrantedSeveralTimes()
    {
        final Grants grants = Grants.builder()
            .toPrincipal("alice", "orders.new").toPrincipal("alice", "market.ticks").toAll("public.*").build();

        assertTrue(grants.allows("alice", TICKS));
        assertTrue(grants.allows("alice", CapabilityName.of("orders.new")));
        assertTrue(grants.allows("alice", CapabilityName.of("public.time")));
        assertFalse(grants.allows("alice", CapabilityName.of("orders.cancel")));
    }

    @Test
    void shouldNotChangeWhenItsBuilderGoesOn()
    {
        final Grants.Builder builder = Grants.builder().toPrincipal("alice", "orders.new");
        final Grants grants = builder.build();

        builder.toPrincipal("alice", "market.ticks").toAll("*");

        assertFalse(grants.allows("alice", TICKS));
    }
}
