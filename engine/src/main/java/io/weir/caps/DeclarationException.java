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

package io.weir.caps;

import java.util.List;

/** Interfaces of capabilities that cannot be bound. Its message names every fault, a line each. */
public final class DeclarationException extends IllegalArgumentException
{
    private static final long serialVersionUID = 1L;

    /** What is wrong, a line each. */
    private final String[] faults;

    /**
     * Says what is wrong.
     *
     * @param faults each naming the interface and the method; at least one.
     */
    public DeclarationException(final List<String> faults)
    {
        super((1 == faults.size() ? "a fault in" : faults.size() + " faults in") +
            " the declaration of capabilities:\n  " +
            String.join("\n  ", faults));
        this.faults = faults.toArray(new String[0]);
    }

    /** {@return every fault, each naming the interface and the method} */
    public List<String> faults()
    {
        return List.of(faults);
    }
}
