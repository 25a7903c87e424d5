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

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * A policy of rules in order: the first that matches decides; when none does, the Open is refused. Open streams are
 * reviewed by the rules to {@link Builder#kill kill} alone: the first that matches ends them; when none does, they go
 * on. Immutable, and pure as long as the conditions are.
 */
public final class PolicyRules implements Policy
{
    private static final Predicate<PolicyRequest> ALWAYS = request -> true;

    private final List<Rule> openRules;
    private final List<Rule> reviewRules;

    private PolicyRules(final Builder builder)
    {
        openRules = List.copyOf(builder.openRules);
        reviewRules = List.copyOf(builder.reviewRules);
    }

    /**
     * {@return a builder without a rule, which would refuse everything}
     */
    public static Builder builder()
    {
        return new Builder();
    }

    @Override
    public Decision onOpen(final PolicyRequest request)
    {
        final Rule rule = firstMatch(openRules, request);
        return rule == null ? Decision.rejected("no rule allows " + request.capability()) : rule.decision();
    }

    @Override
    public Decision review(final PolicyRequest request)
    {
        final Rule rule = firstMatch(reviewRules, request);
        return rule == null ? Decision.ALLOW : rule.decision();
    }

    private static Rule firstMatch(final List<Rule> rules, final PolicyRequest request)
    {
        for (final Rule rule : rules)
        {
            if (rule.pattern().matches(request.capability()) && rule.condition().test(request))
            {
                return rule;
            }
        }
        return null;
    }

    private record Rule(CapabilityPattern pattern, Predicate<PolicyRequest> condition, Decision decision)
    {
        Rule
        {
            Objects.requireNonNull(condition, "condition");
            Objects.requireNonNull(decision, "decision");
        }
    }

    /**
     * Rules in the making, in the order of the calls. Owned by one thread.
     */
    public static final class Builder
    {
        private final List<Rule> openRules = new ArrayList<>();
        private final List<Rule> reviewRules = new ArrayList<>();

        private Builder()
        {
        }

        /**
         * Decides about every Open of the capabilities.
         *
         * @param pattern  of capabilities, see {@link CapabilityPattern#of}.
         * @param decision to make; not {@link Answer#KILLED}.
         * @return this.
         */
        public Builder onOpen(final String pattern, final Decision decision)
        {
            return onOpen(pattern, ALWAYS, decision);
        }

        /**
         * Decides about those Opens of the capabilities that meet a condition.
         *
         * @param pattern   of capabilities, see {@link CapabilityPattern#of}.
         * @param condition to meet; must follow from the request alone.
         * @param decision  to make; not {@link Answer#KILLED}.
         * @return this.
         */
        public Builder onOpen(final String pattern, final Predicate<PolicyRequest> condition, final Decision decision)
        {
            if (decision.answer() == Answer.KILLED)
            {
                throw new IllegalArgumentException("KILLED is for open streams; an Open is REJECTED or DROPPED");
            }
            openRules.add(new Rule(CapabilityPattern.of(pattern), condition, decision));
            return this;
        }

        /**
         * Ends open streams that meet a condition, at their next review. It does not keep others from being opened:
         * that takes a rule of its own.
         *
         * @param pattern   of capabilities, see {@link CapabilityPattern#of}.
         * @param condition to meet; must follow from the request alone.
         * @param message   for the opener.
         * @return this.
         */
        public Builder kill(final String pattern, final Predicate<PolicyRequest> condition, final String message)
        {
            reviewRules.add(new Rule(CapabilityPattern.of(pattern), condition, Decision.killed(message)));
            return this;
        }

        /**
         * {@return the rules}
         */
        public PolicyRules build()
        {
            return new PolicyRules(this);
        }
    }
}
