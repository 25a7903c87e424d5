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
package io.weir.kernel.manifest;

import io.weir.codecs.FrameHeader;
import io.weir.codecs.kernel.ManifestBeginEncoder;
import io.weir.codecs.kernel.ManifestEffectEncoder;
import io.weir.codecs.kernel.ManifestEventEncoder;
import io.weir.codecs.kernel.ManifestGrantEncoder;
import io.weir.codecs.kernel.ManifestLimitsEncoder;
import io.weir.codecs.kernel.ManifestModuleEncoder;
import io.weir.codecs.kernel.ManifestRuleEncoder;
import io.weir.codecs.kernel.MessageHeaderEncoder;
import io.weir.kernel.record.RecordCursor;
import java.nio.ByteOrder;
import java.util.stream.Collectors;
import org.agrona.ExpandableArrayBuffer;

/** Writes the canonical bytes: each kind of part in the order of names, rules in their own. */
final class ManifestWriter
{
    private static final int FORM_VERSION = 0;

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(4096);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private int position;

    private ManifestWriter()
    {
    }

    static byte[] write(final Manifest manifest)
    {
        final ManifestWriter writer = new ManifestWriter();
        writer.begin(manifest.name());
        manifest.modules().forEach(writer::module);
        manifest.events().forEach(writer::event);
        manifest.effects().forEach(writer::effect);
        manifest.grants().forEach(writer::grant);
        manifest.rules().forEach(writer::rule);
        writer.limits(manifest.limits());
        final byte[] bytes = new byte[writer.position];
        writer.buffer.getBytes(0, bytes);
        return bytes;
    }

    private void begin(final String name)
    {
        final ManifestBeginEncoder encoder = new ManifestBeginEncoder().wrapAndApplyHeader(buffer, at(), header);
        encoder.version(FORM_VERSION).name(name);
        end(encoder.encodedLength());
    }

    private void module(final ModuleSpec module)
    {
        final ManifestModuleEncoder encoder = new ManifestModuleEncoder().wrapAndApplyHeader(buffer, at(), header);
        final byte[] digest = module.code.digest();
        for (int i = 0; i < digest.length; i++)
        {
            encoder.codeIdentity(i, (short)(digest[i] & 0xFF));
        }
        encoder.stateVersion(module.stateVersion)
            .keyed(flag(module.keyed))
            .takesFrames(flag(module.takesFrames))
            .takesRejected(flag(module.takesRejected))
            .name(module.name)
            .emits(String.join("\n", module.emits))
            .slots(module.slots.entrySet().stream()
                .map(slot -> slot.getKey() + "=" + slot.getValue()).collect(Collectors.joining("\n")));
        end(encoder.encodedLength());
    }

    private void event(final EventSpec event)
    {
        final ManifestEventEncoder encoder = new ManifestEventEncoder().wrapAndApplyHeader(buffer, at(), header);
        encoder.name(event.name)
            .validator(event.validator)
            .keyExtractor(event.keyExtractor)
            .subscribers(String.join("\n", event.subscribers));
        end(encoder.encodedLength());
    }

    private void effect(final EffectSpec effect)
    {
        final ManifestEffectEncoder encoder = new ManifestEffectEncoder().wrapAndApplyHeader(buffer, at(), header);
        encoder.totalDeadlineNs(effect.totalDeadlineNs)
            .idleDeadlineNs(effect.idleDeadlineNs)
            .maxGap(effect.maxGap)
            .gap(effect.gap)
            .attempts(effect.attempts)
            .maxOpen(effect.maxOpen)
            .name(effect.name)
            .slot(effect.slot)
            .paramsValidator(effect.paramsValidator)
            .receiptValidator(effect.receiptValidator);
        end(encoder.encodedLength());
    }

    private void grant(final GrantSpec grant)
    {
        final ManifestGrantEncoder encoder = new ManifestGrantEncoder().wrapAndApplyHeader(buffer, at(), header);
        encoder.expiresNs(grant.expiresNs)
            .name(grant.name)
            .constraint(grant.constraint)
            .putArgument(grant.argument, 0, grant.argument.length)
            .controls(String.join("\n", grant.controls));
        end(encoder.encodedLength());
    }

    private void rule(final RuleSpec rule)
    {
        final ManifestRuleEncoder encoder = new ManifestRuleEncoder().wrapAndApplyHeader(buffer, at(), header);
        encoder.allow(flag(rule.isAllow())).module(rule.module()).effect(rule.effect()).code(rule.code());
        end(encoder.encodedLength());
    }

    private void limits(final Limits limits)
    {
        final ManifestLimitsEncoder encoder = new ManifestLimitsEncoder().wrapAndApplyHeader(buffer, at(), header);
        encoder.effects(limits.effects())
            .events(limits.events())
            .state(limits.state())
            .depth(limits.depth())
            .queue(limits.queue())
            .worldIntents(limits.worldIntents())
            .instanceIntents(limits.instanceIntents())
            .inline(limits.inline())
            .tombstones(limits.tombstones());
        end(encoder.encodedLength());
    }

    private int at()
    {
        return position + RecordCursor.LENGTH_LENGTH;
    }

    private void end(final int encodedLength)
    {
        final int length = FrameHeader.LENGTH + encodedLength;
        buffer.putInt(position, length, ByteOrder.LITTLE_ENDIAN);
        position += RecordCursor.LENGTH_LENGTH + length;
    }

    private static short flag(final boolean value)
    {
        return (short)(value ? 1 : 0);
    }
}
