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
import io.weir.codecs.StreamErrorCode;
import io.weir.test.Rule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Rule("S-7")
class AdmissionTest
{
    private final List<Throwable> errors = new ArrayList<>();
    private int expectedErrors;

    @AfterEach
    void shouldHaveReportedNoOtherErrors()
    {
        assertEquals(expectedErrors, errors.size(), errors::toString);
    }

    @Test
    void shouldAllowInProcessAndRejectRemoteWhenGrantsAreTheDefaults()
    {
        final Admission admission = admission(Grants.NOTHING, Policy.ALLOW_ALL);

        assertSame(Decision.ALLOW, admission.onOpen(request(false)));
        assertEquals(Decision.rejected("market.ticks is not granted"), admission.onOpen(request(true)));
    }

    @Test
    void shouldAllowRemoteWhenItIsGranted()
    {
        final Admission admission =
            admission(Grants.builder().toPrincipal("alice", "market.ticks").build(), Policy.ALLOW_ALL);

        assertSame(Decision.ALLOW, admission.onOpen(request(true)));
    }

    @Test
    void shouldRejectInProcessWhenEngineGrantsLess()
    {
        final Admission admission =
            new Admission(true, Grants.NOTHING, Grants.EVERYTHING, Policy.ALLOW_ALL, errors::add);

        assertEquals(Answer.REJECTED, admission.onOpen(request(false)).answer());
    }

    @Test
    void shouldNotAskPolicyWhenNothingIsGranted()
    {
        final List<PolicyRequest> asked = new ArrayList<>();
        final Admission admission = admission(Grants.NOTHING, request ->
        {
            asked.add(request);
            return Decision.ALLOW;
        });

        admission.onOpen(request(true));

        assertEquals(List.of(), asked);
    }

    @ParameterizedTest
    @EnumSource(value = Answer.class, names = "KILLED", mode = EnumSource.Mode.EXCLUDE)
    void shouldPassOnWhatPolicyAnswersToAnOpen(final Answer answer)
    {
        final Decision decision = new Decision(answer, "because");

        assertSame(decision, admission(Grants.EVERYTHING, request -> decision).onOpen(request(true)));
    }

    @Test
    void shouldRejectEveryOpenWhenStreamsAreDisabled()
    {
        final Admission admission =
            new Admission(false, Grants.EVERYTHING, Grants.EVERYTHING, Policy.ALLOW_ALL, errors::add);

        assertEquals(Answer.REJECTED, admission.onOpen(request(false)).answer());
        assertTrue(admission.onOpen(request(true)).message().contains("CAPS_ENABLE_STREAMS"));
    }

    @Test
    void shouldRejectAndReportWhenPolicyThrows()
    {
        final RuntimeException fault = new RuntimeException("fault of the policy");
        final Admission admission = admission(Grants.EVERYTHING, request ->
        {
            throw fault;
        });

        assertEquals(Answer.REJECTED, admission.onOpen(request(true)).answer());
        assertSame(fault, errors.get(0));
        expectedErrors = 1;
    }

    @Test
    void shouldRejectAndReportWhenPolicyAnswersNothingOrKilled()
    {
        assertEquals(Answer.REJECTED, admission(Grants.EVERYTHING, request -> null).onOpen(request(true)).answer());
        assertEquals(Answer.REJECTED,
            admission(Grants.EVERYTHING, request -> Decision.killed("")).onOpen(request(true)).answer());
        expectedErrors = 2;
    }

    @Test
    void shouldKillWhenGrantIsWithdrawn()
    {
        final Decision decision = admission(Grants.NOTHING, Policy.ALLOW_ALL).review(request(true));

        assertEquals(Decision.killed("market.ticks is granted no more"), decision);
    }

    @Test
    void shouldKillWhenPolicySaysSo()
    {
        final Decision decision = admission(Grants.EVERYTHING, reviewer(Decision.killed("over"))).review(request(true));

        assertEquals(Decision.killed("over"), decision);
    }

    @Test
    void shouldLetStreamGoOnWhenPolicyHasNoReview()
    {
        assertSame(Decision.ALLOW,
            admission(Grants.EVERYTHING, request -> Decision.rejected("")).review(request(true)));
    }

    @Test
    void shouldLetStreamGoOnAndReportWhenReviewAnswersWhatItMustNot()
    {
        assertSame(Decision.ALLOW,
            admission(Grants.EVERYTHING, reviewer(Decision.deferred(""))).review(request(true)));
        assertSame(Decision.ALLOW, admission(Grants.EVERYTHING, reviewer(null)).review(request(true)));
        expectedErrors = 2;
    }

    @Test
    void shouldNameTheCodeOfEveryAnswerButAllow()
    {
        assertSame(null, Answer.ALLOW.code());
        assertSame(StreamErrorCode.REJECTED, Answer.REJECTED.code());
        assertSame(StreamErrorCode.DEFERRED, Answer.DEFERRED.code());
        assertSame(StreamErrorCode.DROPPED, Answer.DROPPED.code());
        assertSame(StreamErrorCode.KILLED, Answer.KILLED.code());
    }

    private Admission admission(final Grants remoteGrants, final Policy policy)
    {
        return new Admission(true, Grants.EVERYTHING, remoteGrants, policy, errors::add);
    }

    private static Policy reviewer(final Decision decision)
    {
        return new Policy()
        {
            @Override
            public Decision onOpen(final PolicyRequest request)
            {
                return Decision.ALLOW;
            }

            @Override
            public Decision review(final PolicyRequest request)
            {
                return decision;
            }
        };
    }

    private static PolicyRequest request(final boolean remote)
    {
        return new PolicyRequest("alice", CapabilityName.of("market.ticks"), InteractionKind.DUPLEX, remote, 0);
    }
}
