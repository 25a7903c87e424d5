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

package io.weir.perf.compare;

import java.util.Arrays;

/** Who takes part in a case. */
enum Side
{
    /** The link's own library. */
    RAW("raw"),

    /** Weir. */
    WEIR("weir"),

    /** The link's own library, moving as many bytes as Weir's frames have. */
    RAW_FULL_FRAME("raw-full-frame");

    private final String label;

    Side(final String label)
    {
        this.label = label;
    }

    String label()
    {
        return label;
    }

    static Side of(final String label)
    {
        return Arrays.stream(values()).filter(side -> side.label.equals(label)).findFirst().orElseThrow();
    }
}
