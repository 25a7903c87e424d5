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

/** The parts of a world that every input's handling needs, joined once. Owned by the kernel's thread. */
final class Core
{
    final Plan plan;
    final WorldState state;
    final BatchWriter batch;
    final ContinuationWriter queue;
    final Step step;
    final Gates gates;
    final Settling settling;
    final Steps steps;
    final Refusals refusals = new Refusals();
    final WorldCounts counts = new WorldCounts();

    Core(final Plan plan, final boolean checkMode, final ErrorHandler errors)
    {
        this.plan = plan;
        state = new WorldState(plan);
        batch = new BatchWriter(state, plan.limits.maxBatchLength() + plan.manifest.canonicalBytes().length);
        queue = new ContinuationWriter(state);
        step = new Step(plan, state);
        gates = new Gates(plan, state);
        settling = new Settling(this);
        steps = new Steps(this, checkMode, errors);
    }
}
