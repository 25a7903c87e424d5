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

import org.agrona.ErrorHandler;

/** How a world is run; none of it shows in the journal. Owned by who makes the world. */
public final class WorldContext
{
    private boolean checkMode;
    private Blobs blobs = Blobs.NONE;
    private ErrorHandler errorHandler = ex ->
    {};

    /** Begins with no check mode, no blobs, and errors unheard. */
    public WorldContext()
    {
    }

    /**
     * {@return this}
     *
     * @param isOn whether every step is run twice and its answers compared (K-2).
     */
    public WorldContext checkMode(final boolean isOn)
    {
        checkMode = isOn;
        return this;
    }

    /**
     * {@return this}
     *
     * @param store that knows which blobs there are.
     */
    public WorldContext blobs(final Blobs store)
    {
        blobs = store;
        return this;
    }

    /**
     * {@return this}
     *
     * @param handler that hears what steps throw.
     */
    public WorldContext errorHandler(final ErrorHandler handler)
    {
        errorHandler = handler;
        return this;
    }

    /** {@return whether every step is run twice} */
    public boolean isCheckMode()
    {
        return checkMode;
    }

    /** {@return what knows which blobs there are} */
    public Blobs blobs()
    {
        return blobs;
    }

    /** {@return what hears what steps throw} */
    public ErrorHandler errorHandler()
    {
        return errorHandler;
    }
}
