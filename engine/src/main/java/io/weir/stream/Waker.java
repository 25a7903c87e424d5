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
package io.weir.stream;

/** Tells emitters when they can go on (C-5): the agent's list of writable streams, or a lane's. */
public interface Waker
{
    /**
     * The stream has credit again, or has ended. Called by the agent.
     *
     * @param end     that was refused with NO_CREDIT, or was never offered to.
     * @param emitter that was refused, null for none yet.
     */
    void onCredit(StreamEnd end, StreamEmitter emitter);

    /**
     * The stream found the link full, or its hand-over not complete. Called by the emitter.
     *
     * @param end     that was refused with BACK_PRESSURED.
     * @param emitter that was refused.
     */
    void onBackPressured(StreamEnd end, StreamEmitter emitter);

    /** The stream found no credit. Called by the emitter. */
    void onNoCredit();
}
