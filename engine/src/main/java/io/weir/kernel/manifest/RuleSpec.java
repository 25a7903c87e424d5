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
 * A rule of policy: the first that matches module and effect kind decides, and what none matches is denied (K-1).
 *
 * @param module  a name, {@code prefix.*} or {@code *}.
 * @param effect  a name, {@code prefix.*} or {@code *}.
 * @param isAllow whether it allows.
 * @param code    that a denial carries.
 */
public record RuleSpec(String module, String effect, boolean isAllow, String code)
{
    /**
     * Checks the patterns.
     *
     * @param module  a name, {@code prefix.*} or {@code *}.
     * @param effect  a name, {@code prefix.*} or {@code *}.
     * @param isAllow whether it allows.
     * @param code    that a denial carries.
     */
    public RuleSpec
    {
        Names.requirePattern(module);
        Names.requirePattern(effect);
        if (!code.isEmpty())
        {
            Names.require("a code", code);
        }
    }

    /**
     * {@return a rule that allows}
     *
     * @param module pattern.
     * @param effect pattern.
     */
    public static RuleSpec allow(final String module, final String effect)
    {
        return new RuleSpec(module, effect, true, "");
    }

    /**
     * {@return a rule that denies}
     *
     * @param module pattern.
     * @param effect pattern.
     * @param code   that the module is told.
     */
    public static RuleSpec deny(final String module, final String effect, final String code)
    {
        return new RuleSpec(module, effect, false, code);
    }

    /**
     * {@return whether the rule speaks of them}
     *
     * @param moduleName that emits.
     * @param effectKind that it emits.
     */
    public boolean matches(final String moduleName, final String effectKind)
    {
        return isWithin(module, moduleName) && isWithin(effect, effectKind);
    }

    private static boolean isWithin(final String pattern, final String name)
    {
        return pattern.equals("*") || pattern.equals(name) ||
            pattern.endsWith(".*") && name.startsWith(pattern.substring(0, pattern.length() - 1));
    }
}
