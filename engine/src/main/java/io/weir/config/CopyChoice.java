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

package io.weir.config;

/**
 * What to do when a journal's directory turns out to be a copy of another.
 */
public enum CopyChoice
{
    /** Do not open it. */
    REFUSE,

    /** Go on as the same world: the original is gone. */
    KEEP,

    /** Go on as a new world: the original lives on. */
    RENEW
}
