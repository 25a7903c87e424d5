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

/**
 * All that a world is between two batches, and all that a snapshot holds (K-9). What is not here, the journal does not
 * know. Owned by the kernel's thread.
 */
final class WorldState
{
    /** Settled intents that are remembered (K-3). */
    static final int SETTLEMENT_MEMORY = 65_536;

    final Instances instances;
    final Intents intents;
    final Settlements settlements = new Settlements(SETTLEMENT_MEMORY);
    final Continuations continuations;
    final Cancels cancels = new Cancels();
    final IntQueue lost = new IntQueue();
    final byte[] identity = new byte[16];
    long seq = -1;
    long timeNs;
    long epoch;
    long nextIntentId = 1;
    long nextInstanceId = 1;
    long continuationsRun;

    WorldState(final Plan plan)
    {
        instances = new Instances(plan.modules.length, plan.limits.tombstones());
        intents = new Intents(instances, plan.controls());
        continuations = new Continuations(plan.limits.queue());
    }

    /** {@return the slot of an instance, made if there was none} */
    int instance(final int module, final Bytes key, final boolean keyed)
    {
        final int length = keyed ? key.length : 0;
        final int found = instances.find(module, key.buffer, key.offset, length);
        return found == Instances.NONE ?
            instances.add(nextInstanceId++, module, key.buffer, key.offset, length) : found;
    }
}
