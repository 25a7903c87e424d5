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
package io.weir.kernel;

import io.weir.codecs.kernel.OutcomeCode;
import java.util.Locale;

/** Words for outcomes. */
public final class Outcomes
{
    private Outcomes()
    {
    }

    /**
     * {@return the code of an outcome as logs and traces write it, such as {@code stream.non_monotonic}}
     *
     * @param outcome to name.
     */
    public static String text(final OutcomeCode outcome)
    {
        return outcome.name().toLowerCase(Locale.ROOT).replaceFirst("_", ".");
    }

    /**
     * {@return whether the input was taken: journaled, whatever its step made of it}
     *
     * @param outcome of the input.
     */
    public static boolean isTaken(final OutcomeCode outcome)
    {
        switch (outcome)
        {
            case ACCEPTED:
            case ACCEPTED_GAP:
            case ACCEPTED_TRUNCATED:
            case STEP_FAILED:
            case EVENT_UNROUTED:
            case RECEIPT_INVALID_PAYLOAD:
            case RECEIPT_FAULT:
                return true;
            default:
                return false;
        }
    }
}
