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

import java.util.List;

/** Effect kinds that every world has. A module needs them in its allowlist like any other. */
public final class KernelKinds
{
    /** A receipt OK at a time: params are the delay in ns, i64 little endian (K-14). */
    public static final String TIMER_SET = "timer.set";

    /** Bytes for a running effect (K-13). */
    public static final String INPUT = "control.input";

    /** Other params for a running effect (K-13). */
    public static final String MODIFY = "control.modify";

    /** Asks a running effect to hold on (K-13). */
    public static final String PAUSE = "control.pause";

    /** Lets it go on (K-13). */
    public static final String RESUME = "control.resume";

    /** Asks it to end before it is done (K-13). */
    public static final String CANCEL = "control.cancel";

    /** Tells it that nothing more will come (K-13). */
    public static final String CLOSE = "control.close";

    /** The slot whose grant may name foreign targets of control intents (K-13). */
    public static final String CONTROL_SLOT = "control";

    /** All control kinds. */
    public static final List<String> CONTROLS = List.of(INPUT, MODIFY, PAUSE, RESUME, CANCEL, CLOSE);

    private KernelKinds()
    {
    }

    /**
     * {@return whether the kernel itself declares the kind, unless a manifest does}
     *
     * @param kind by name.
     */
    public static boolean isKernelKind(final String kind)
    {
        return kind.equals(TIMER_SET) || CONTROLS.contains(kind);
    }
}
