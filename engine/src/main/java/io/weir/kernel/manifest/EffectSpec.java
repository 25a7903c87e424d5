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

import io.weir.codecs.kernel.AttemptPolicy;
import io.weir.codecs.kernel.GapPolicy;

/** A kind of effect as a manifest declares it (K-1, K-5, K-12, K-14). */
public final class EffectSpec
{
    /** The longest deadline: 100 years, which added to any epoch time of these days is still a time. */
    public static final long MAX_DEADLINE_NS = 100L * 365 * 24 * 3_600 * 1_000_000_000;

    /** The most frames that one may skip. */
    public static final long MAX_GAP = 1L << 32;

    private static final long UNDECLARED = -1;

    final String name;
    String slot = "";
    String paramsValidator = "";
    String receiptValidator = "";
    GapPolicy gap = GapPolicy.ACCEPT;
    long maxGap = 1_000_000;
    AttemptPolicy attempts = AttemptPolicy.RESTART;
    int maxOpen = 65_536;
    long totalDeadlineNs = UNDECLARED;
    long idleDeadlineNs;

    private EffectSpec(final String name)
    {
        this.name = Names.require("an effect kind", name);
    }

    /**
     * {@return a kind of effect that must still be given a total deadline, or none}
     *
     * @param name of the kind.
     */
    public static EffectSpec of(final String name)
    {
        return new EffectSpec(name);
    }

    /**
     * {@return this; a module must bind the slot to a grant}
     *
     * @param name of the slot.
     */
    public EffectSpec slot(final String name)
    {
        slot = Names.require("a slot", name);
        return this;
    }

    /**
     * {@return this; params must pass a validator of the world's code}
     *
     * @param name of the validator.
     */
    public EffectSpec paramsValidator(final String name)
    {
        paramsValidator = Names.require("a validator", name);
        return this;
    }

    /**
     * {@return this; payloads of receipts with status OK must pass a validator of the world's code}
     *
     * @param name of the validator.
     */
    public EffectSpec receiptValidator(final String name)
    {
        receiptValidator = Names.require("a validator", name);
        return this;
    }

    /**
     * {@return this}
     *
     * @param policy for frames that skip others.
     * @param max    count of frames that one may skip under {@link GapPolicy#ACCEPT}; 0 to {@link #MAX_GAP}.
     * @throws ManifestException if it is not.
     */
    public EffectSpec gap(final GapPolicy policy, final long max)
    {
        if (max < 0 || max > MAX_GAP)
        {
            throw new ManifestException("effect kind \"" + name + "\" lets a frame skip " + max +
                " others: 0 to 2^32 can be declared");
        }
        gap = policy;
        maxGap = max;
        return this;
    }

    /**
     * {@return this}
     *
     * @param policy for attempts that end without a receipt.
     */
    public EffectSpec attempts(final AttemptPolicy policy)
    {
        attempts = policy;
        return this;
    }

    /**
     * {@return this}
     *
     * @param count of open intents of the kind at most.
     */
    public EffectSpec maxOpen(final int count)
    {
        maxOpen = count;
        return this;
    }

    /**
     * {@return this}
     *
     * @param deadlineNs from emission to receipt.
     */
    public EffectSpec totalDeadlineNs(final long deadlineNs)
    {
        totalDeadlineNs = requirePositive(deadlineNs);
        return this;
    }

    /** {@return this; an effect may take for ever, said on purpose} */
    public EffectSpec noTotalDeadline()
    {
        totalDeadlineNs = 0;
        return this;
    }

    /**
     * {@return this}
     *
     * @param deadlineNs between frames, and from the start of an attempt to the first.
     */
    public EffectSpec idleDeadlineNs(final long deadlineNs)
    {
        idleDeadlineNs = requirePositive(deadlineNs);
        return this;
    }

    /** {@return the name} */
    public String name()
    {
        return name;
    }

    /** {@return the slot that a module must bind, empty for none} */
    public String slot()
    {
        return slot;
    }

    /** {@return the name of the validator of params, empty for none} */
    public String paramsValidator()
    {
        return paramsValidator;
    }

    /** {@return the name of the validator of receipts, empty for none} */
    public String receiptValidator()
    {
        return receiptValidator;
    }

    /** {@return what to do with a frame that skips others} */
    public GapPolicy gap()
    {
        return gap;
    }

    /** {@return the most frames that one may skip} */
    public long maxGap()
    {
        return maxGap;
    }

    /** {@return what follows an attempt that ended without a receipt} */
    public AttemptPolicy attempts()
    {
        return attempts;
    }

    /** {@return the most open intents of the kind} */
    public int maxOpen()
    {
        return maxOpen;
    }

    /** {@return ns from emission to receipt, 0 for ever} */
    public long totalDeadlineNs()
    {
        return totalDeadlineNs;
    }

    /** {@return ns between frames, 0 for ever} */
    public long idleDeadlineNs()
    {
        return idleDeadlineNs;
    }

    void requireDeclared()
    {
        if (totalDeadlineNs == UNDECLARED)
        {
            throw new ManifestException("effect kind \"" + name +
                "\" declares no total deadline; give it one, or say noTotalDeadline()");
        }
    }

    private static long requirePositive(final long deadlineNs)
    {
        if (deadlineNs <= 0 || deadlineNs > MAX_DEADLINE_NS)
        {
            throw new ManifestException("a deadline must be above 0 and at most " + MAX_DEADLINE_NS +
                " ns, which is 100 years: " + deadlineNs);
        }
        return deadlineNs;
    }
}
