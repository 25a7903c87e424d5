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
/**
 * The intent kernel: deterministic workflow modules, their effects, one writer, one journal (rules K-1 to K-15).
 *
 * <pre>
 *   lanes ──► KernelAgent ──► World.offer ──► WireReader ──► EventInputs, FrameInputs, ReceiptInputs, Operations
 *                                                             │ checks: a refusal changes nothing
 *                                                             ▼
 *   BatchSink ◄── BatchWriter: Batch, cause, outputs ◄── apply ──► Steps ──► WorkflowModule (state in, outputs in
 *   scratch) (journal)                                                 │        └──► Gates
 *                                                             ▼
 *                                              WorldState: Instances, Intents, Settlements, Continuations, Cancels
 * </pre>
 *
 * A batch begins only when all checks are passed and the sink has room; from then on everything follows from the cause
 * and the state. So replay is the same code: {@link io.weir.kernel.Replay} hands each cause of the journal to the same
 * {@code apply}, and a sink that compares takes the place of the journal.
 * <p>
 * World and all it owns belong to one thread. There is no clock, no thread and no file in this package; time is passed
 * in. What allocates does so at launch, when a table grows, for rare causes, or for a snapshot.
 */
package io.weir.kernel;
