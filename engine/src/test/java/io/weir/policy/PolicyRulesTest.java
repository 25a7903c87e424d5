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

import io.weir.codecs.InteractionKind;
import io.weir.test.Rule;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

@Rule("S-7")
class PolicyRulesTest
{
    private static final Decision BUSY = Decision.deferred("busy");
    private static final Decision SECRET = Decision.dropped("secret");

    @Test
    void shouldTakeFirstRuleWhenSeveralMatch()
    {
        final PolicyRules rules = PolicyRules.builder()
            .onOpen("market.secret", SECRET)
            .onOpen("market.*", request -> request.openStreams() >= 2, BUSY)
            .onOpen("market.*", Decision.ALLOW)
            .onOpen("*", Decision.rejected("other"))
            .build();

        assertSame(SECRET, rules.onOpen(request("market.secret", 5)));
        assertSame(BUSY, rules.onOpen(request("market.ticks", 2)));
        assertSame(Decision.ALLOW, rules.onOpen(request("market.ticks", 1)));
        assertEquals(Decision.rejected("other"), rules.onOpen(request("orders.new", 0)));
    }

    @Test
    void shouldRejectWhenNoRuleMatches()
    {
        final PolicyRules rules = PolicyRules.builder().onOpen("market.*", Decision.ALLOW).build();

        assertEquals(
            Decision.rejected("no rule allows orders.new"), rules.onOpen(request("orders.new", 0)));
    }

    @Test
    void shouldLetStreamGoOnWhenNoRuleKillsIt()
    {
        final PolicyRules rules = PolicyRules.builder()
            .kill("market.*", request -> request.principal().equals("mallory"), "go").build();

        assertSame(Decision.ALLOW, rules.review(request("market.ticks", 0)));
    }

    @Test
    void shouldKillWhenRuleSaysSo()
    {
        final PolicyRules rules = PolicyRules.builder().onOpen("*", Decision.ALLOW)
            .kill("market.*", request -> request.kind() == InteractionKind.SERVER_STREAM, "no more").build();

        assertEquals(Decision.killed("no more"), rules.review(request("market.ticks", 0)));
        assertSame(Decision.ALLOW, rules.onOpen(request("market.ticks", 0)));
    }

    @Test
    void shouldNotTakeKilledAsAnswerToAnOpen()
    {
        final PolicyRules.Builder builder = PolicyRules.builder();

        assertThrows(IllegalArgumentException.class, () -> builder.onOpen("*", Decision.killed("")));
    }

    private static PolicyRequest request(final String capability, final int openStreams)
    {
        return new PolicyRequest(
            "alice", CapabilityName.of(capability), InteractionKind.SERVER_STREAM, true, openStreams);
    }
}
