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
    private Boolean checkMode;
    private Blobs blobs;
    private ErrorHandler errorHandler;

    /**
     * Begins with nothing set: no check mode, no blobs, and errors unheard, unless whoever runs the world knows more.
     */
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

    /**
     * {@return a copy in which what was not set is as given}
     *
     * @param isChecked whether every step is run twice.
     * @param store     that knows which blobs there are.
     */
    public WorldContext orElse(final boolean isChecked, final Blobs store)
    {
        final WorldContext copy = new WorldContext();
        copy.checkMode = checkMode == null ? Boolean.valueOf(isChecked) : checkMode;
        copy.blobs = blobs == null ? store : blobs;
        copy.errorHandler = errorHandler;
        return copy;
    }

    /** {@return whether every step is run twice} */
    public boolean isCheckMode()
    {
        return checkMode != null && checkMode;
    }

    /** {@return what knows which blobs there are} */
    public Blobs blobs()
    {
        return blobs == null ? Blobs.NONE : blobs;
    }

    /** {@return what hears what steps throw; null if nobody was named} */
    public ErrorHandler errorHandler()
    {
        return errorHandler;
    }
}
