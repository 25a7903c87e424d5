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

package io.weir.codecs.kernel;

import io.weir.codecs.FrameSchema;

/** The layouts of the kernel's messages and records, for their validation (W-4, K-1). */
public final class KernelSchema
{
    /** Inputs, answers, and the records of journals, snapshots and manifests, as {@code weir-kernel.xml} has them. */
    public static final FrameSchema LAYOUTS = new FrameSchema.Builder(
        DomainEventEncoder.SCHEMA_ID, DomainEventEncoder.SCHEMA_VERSION)
        .template(DomainEventEncoder.TEMPLATE_ID, 0, DomainEventEncoder.BLOCK_LENGTH, 3)
        .template(StreamFrameEncoder.TEMPLATE_ID, 0, StreamFrameEncoder.BLOCK_LENGTH, 6)
        .template(ReceiptEncoder.TEMPLATE_ID, 0, ReceiptEncoder.BLOCK_LENGTH, 5)
        .template(OperateEncoder.TEMPLATE_ID, 0, OperateEncoder.BLOCK_LENGTH, 5)
        .template(AnswerEncoder.TEMPLATE_ID, 0, AnswerEncoder.BLOCK_LENGTH, 0)
        .template(DispatchEncoder.TEMPLATE_ID, 0, DispatchEncoder.BLOCK_LENGTH, 6)
        .template(CancelAttemptEncoder.TEMPLATE_ID, 0, CancelAttemptEncoder.BLOCK_LENGTH, 0)
        .template(BatchEncoder.TEMPLATE_ID, 0, BatchEncoder.BLOCK_LENGTH, 0)
        .template(GenesisEncoder.TEMPLATE_ID, 0, GenesisEncoder.BLOCK_LENGTH, 1)
        .template(OpenedEncoder.TEMPLATE_ID, 0, OpenedEncoder.BLOCK_LENGTH, 0)
        .template(TimeAdvancedEncoder.TEMPLATE_ID, 0, TimeAdvancedEncoder.BLOCK_LENGTH, 0)
        .template(EventInEncoder.TEMPLATE_ID, 0, EventInEncoder.BLOCK_LENGTH, 2)
        .template(FrameInEncoder.TEMPLATE_ID, 0, FrameInEncoder.BLOCK_LENGTH, 3)
        .template(ReceiptInEncoder.TEMPLATE_ID, 0, ReceiptInEncoder.BLOCK_LENGTH, 2)
        .template(ContinuationRunEncoder.TEMPLATE_ID, 0, ContinuationRunEncoder.BLOCK_LENGTH, 0)
        .template(AttemptStartedEncoder.TEMPLATE_ID, 0, AttemptStartedEncoder.BLOCK_LENGTH, 0)
        .template(LeaseEndedEncoder.TEMPLATE_ID, 0, LeaseEndedEncoder.BLOCK_LENGTH, 0)
        .template(LateReceiptEncoder.TEMPLATE_ID, 0, LateReceiptEncoder.BLOCK_LENGTH, 0)
        .template(RefusalSummaryEncoder.TEMPLATE_ID, 0, RefusalSummaryEncoder.BLOCK_LENGTH, 1)
        .template(OperateInEncoder.TEMPLATE_ID, 0, OperateInEncoder.BLOCK_LENGTH, 3)
        .template(CancelSentEncoder.TEMPLATE_ID, 0, CancelSentEncoder.BLOCK_LENGTH, 0)
        .template(TargetGoneEncoder.TEMPLATE_ID, 0, TargetGoneEncoder.BLOCK_LENGTH, 0)
        .template(DerivedEventEncoder.TEMPLATE_ID, 0, DerivedEventEncoder.BLOCK_LENGTH, 2)
        .template(IntentOutEncoder.TEMPLATE_ID, 0, IntentOutEncoder.BLOCK_LENGTH, 3)
        .template(SettledEncoder.TEMPLATE_ID, 0, SettledEncoder.BLOCK_LENGTH, 0)
        .template(StreamGapEncoder.TEMPLATE_ID, 0, StreamGapEncoder.BLOCK_LENGTH, 0)
        .template(ReceiptFaultEncoder.TEMPLATE_ID, 0, ReceiptFaultEncoder.BLOCK_LENGTH, 0)
        .template(StepOutEncoder.TEMPLATE_ID, 0, StepOutEncoder.BLOCK_LENGTH, 0)
        .template(SnapshotBeginEncoder.TEMPLATE_ID, 0, SnapshotBeginEncoder.BLOCK_LENGTH, 1)
        .template(SnapshotInstanceEncoder.TEMPLATE_ID, 0, SnapshotInstanceEncoder.BLOCK_LENGTH, 2)
        .template(SnapshotIntentEncoder.TEMPLATE_ID, 0, SnapshotIntentEncoder.BLOCK_LENGTH, 3)
        .template(SnapshotSettlementsEncoder.TEMPLATE_ID, 0, SnapshotSettlementsEncoder.BLOCK_LENGTH, 1)
        .template(ContinuationEncoder.TEMPLATE_ID, 0, ContinuationEncoder.BLOCK_LENGTH, 3)
        .template(SnapshotCancelEncoder.TEMPLATE_ID, 0, SnapshotCancelEncoder.BLOCK_LENGTH, 0)
        .template(SnapshotEndEncoder.TEMPLATE_ID, 0, SnapshotEndEncoder.BLOCK_LENGTH, 0)
        .template(SnapshotGovernanceEncoder.TEMPLATE_ID, 0, SnapshotGovernanceEncoder.BLOCK_LENGTH, 1)
        .template(ManifestBeginEncoder.TEMPLATE_ID, 0, ManifestBeginEncoder.BLOCK_LENGTH, 1)
        .template(ManifestModuleEncoder.TEMPLATE_ID, 0, ManifestModuleEncoder.BLOCK_LENGTH, 3)
        .template(ManifestEventEncoder.TEMPLATE_ID, 0, ManifestEventEncoder.BLOCK_LENGTH, 4)
        .template(ManifestEffectEncoder.TEMPLATE_ID, 0, ManifestEffectEncoder.BLOCK_LENGTH, 4)
        .template(ManifestGrantEncoder.TEMPLATE_ID, 0, ManifestGrantEncoder.BLOCK_LENGTH, 4)
        .template(ManifestRuleEncoder.TEMPLATE_ID, 0, ManifestRuleEncoder.BLOCK_LENGTH, 3)
        .template(ManifestLimitsEncoder.TEMPLATE_ID, 0, ManifestLimitsEncoder.BLOCK_LENGTH, 0)
        .template(GovernanceEncoder.TEMPLATE_ID, 0, GovernanceEncoder.BLOCK_LENGTH, 3)
        .build();

    private KernelSchema()
    {
    }
}
