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

package io.weir.journal;

import java.io.IOException;

/**
 * Is offered each segment before it is deleted (K-9).
 */
@FunctionalInterface
public interface SegmentArchive
{
    /**
     * Keeps a copy of a segment. The segment is deleted when this returns, and stays when it throws.
     *
     * @param name of the segment's file, which the copy must keep.
     * @param file to read it from; closed by the caller.
     * @throws IOException if the copy cannot be kept.
     */
    void keep(String name, Storage.StorageFile file) throws IOException;
}
