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
package io.weir.kernel.host;

/** An agent whose duty cycles a test runs by hand, apart from the background work of its journal. */
public final class HandDriven
{
    private HandDriven()
    {
    }

    /**
     * {@return a context whose agent leaves forcing and preparing to who invokes it, so that what is written stays
     * undurable for as long as he likes}
     *
     * @param opening of the world, whose journal has no threads of its own.
     */
    public static KernelAgent.Context context(final WorldOpening opening)
    {
        return new KernelAgent.Context(opening).backgroundElsewhere();
    }
}
