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

import io.weir.kernel.manifest.Manifest;

/**
 * Finds the code of a world for tools: a service that a jar of modules offers ({@code META-INF/services}), so that
 * {@code ./weir verify} can run a journal again (K-8).
 */
public interface WorldCodeProvider
{
    /**
     * {@return the code behind the manifest's names, or null if this provider does not have it}
     *
     * @param manifest of the world.
     */
    WorldCode code(Manifest manifest);
}
