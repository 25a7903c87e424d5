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

import io.weir.codecs.kernel.AttemptPolicy;
import io.weir.codecs.kernel.GapPolicy;
import io.weir.codecs.kernel.ManifestBeginDecoder;
import io.weir.codecs.kernel.ManifestEffectDecoder;
import io.weir.codecs.kernel.ManifestEventDecoder;
import io.weir.codecs.kernel.ManifestGrantDecoder;
import io.weir.codecs.kernel.ManifestLimitsDecoder;
import io.weir.codecs.kernel.ManifestModuleDecoder;
import io.weir.codecs.kernel.ManifestRuleDecoder;
import io.weir.kernel.record.RecordCursor;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;

/** Reads canonical bytes, and refuses those that would not be written so. */
final class ManifestReader
{
    private final RecordCursor cursor = new RecordCursor();
    private final DirectBuffer buffer;
    private Manifest.Builder builder;

    private ManifestReader(final DirectBuffer buffer)
    {
        this.buffer = buffer;
    }

    static Manifest read(final DirectBuffer buffer, final int offset, final int length)
    {
        final ManifestReader reader = new ManifestReader(buffer);
        final Manifest manifest = reader.read(offset, length);
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        if (!Arrays.equals(bytes, manifest.canonicalBytes()))
        {
            throw reader.cursor.fault("is not in its canonical form");
        }
        return manifest;
    }

    private Manifest read(final int offset, final int length)
    {
        cursor.wrap("the manifest", buffer, offset, length);
        cursor.require(ManifestBeginDecoder.TEMPLATE_ID, "ManifestBegin first");
        builder = Manifest.builder(cursor.text(0));
        while (cursor.next())
        {
            record(cursor.templateId());
        }
        return builder.asRead();
    }

    private void record(final int templateId)
    {
        switch (templateId)
        {
            case ManifestModuleDecoder.TEMPLATE_ID:
                module();
                break;
            case ManifestEventDecoder.TEMPLATE_ID:
                event();
                break;
            case ManifestEffectDecoder.TEMPLATE_ID:
                effect();
                break;
            case ManifestGrantDecoder.TEMPLATE_ID:
                grant();
                break;
            case ManifestRuleDecoder.TEMPLATE_ID:
                rule();
                break;
            case ManifestLimitsDecoder.TEMPLATE_ID:
                limits();
                break;
            default:
                throw cursor.fault("has a record of template " + templateId + ", which is no part of a manifest");
        }
    }

    private void module()
    {
        final ManifestModuleDecoder decoder = new ManifestModuleDecoder().wrap(
            buffer, cursor.blockOffset(), cursor.blockLength(), cursor.version());
        final byte[] digest = new byte[CodeIdentity.LENGTH];
        for (int i = 0; i < digest.length; i++)
        {
            digest[i] = (byte)decoder.codeIdentity(i);
        }
        final ModuleSpec module = ModuleSpec.of(cursor.text(0), CodeIdentity.ofDigest(digest))
            .stateVersion(decoder.stateVersion());
        module.keyed = 0 != decoder.keyed();
        module.takesFrames = 0 != decoder.takesFrames();
        module.takesRejected = 0 != decoder.takesRejected();
        lines(1).forEach(module::emits);
        for (final String slot : lines(2))
        {
            final int equals = slot.indexOf('=');
            if (equals < 0)
            {
                throw cursor.fault("has a slot without a grant: " + slot);
            }
            module.slot(slot.substring(0, equals), slot.substring(equals + 1));
        }
        builder.module(module);
    }

    private void event()
    {
        final EventSpec event = EventSpec.of(cursor.text(0));
        event.validator = cursor.text(ManifestEventDecoder.validatorId() - 1);
        event.keyExtractor = cursor.text(ManifestEventDecoder.keyExtractorId() - 1);
        lines(ManifestEventDecoder.subscribersId() - 1).forEach(event::to);
        builder.event(event);
    }

    private void effect()
    {
        final ManifestEffectDecoder decoder = new ManifestEffectDecoder().wrap(
            buffer, cursor.blockOffset(), cursor.blockLength(), cursor.version());
        final EffectSpec effect = EffectSpec.of(cursor.text(0));
        effect.slot = cursor.text(1);
        effect.paramsValidator = cursor.text(2);
        effect.receiptValidator = cursor.text(3);
        effect.totalDeadlineNs = decoder.totalDeadlineNs();
        effect.idleDeadlineNs = decoder.idleDeadlineNs();
        effect.maxGap = decoder.maxGap();
        effect.gap = decoder.gap();
        effect.attempts = decoder.attempts();
        effect.maxOpen = decoder.maxOpen();
        if (effect.gap == GapPolicy.SBE_UNKNOWN || effect.gap == GapPolicy.NULL_VAL ||
            effect.attempts == AttemptPolicy.SBE_UNKNOWN || effect.attempts == AttemptPolicy.NULL_VAL ||
            effect.totalDeadlineNs < 0 || effect.totalDeadlineNs > EffectSpec.MAX_DEADLINE_NS ||
            effect.idleDeadlineNs < 0 || effect.idleDeadlineNs > EffectSpec.MAX_DEADLINE_NS)
        {
            throw cursor.fault("has an effect kind with a policy or a deadline that does not exist");
        }
        builder.effect(effect);
    }

    private void grant()
    {
        final ManifestGrantDecoder decoder = new ManifestGrantDecoder().wrap(
            buffer, cursor.blockOffset(), cursor.blockLength(), cursor.version());
        final GrantSpec grant = GrantSpec.of(cursor.text(0)).expiresNs(decoder.expiresNs());
        grant.constraint = cursor.text(1);
        grant.argument = cursor.bytes(2);
        lines(3).forEach(grant::controls);
        builder.grant(grant);
    }

    private void rule()
    {
        final ManifestRuleDecoder decoder = new ManifestRuleDecoder().wrap(
            buffer, cursor.blockOffset(), cursor.blockLength(), cursor.version());
        builder.rule(new RuleSpec(cursor.text(0), cursor.text(1), 0 != decoder.allow(), cursor.text(2)));
    }

    private void limits()
    {
        final ManifestLimitsDecoder decoder = new ManifestLimitsDecoder().wrap(
            buffer, cursor.blockOffset(), cursor.blockLength(), cursor.version());
        builder.limits(new Limits(
            decoder.effects(), decoder.events(), decoder.state(), decoder.depth(), decoder.queue(),
            decoder.worldIntents(), decoder.instanceIntents(), decoder.inline(), decoder.tombstones()));
    }

    private List<String> lines(final int index)
    {
        final String text = cursor.text(index);
        return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
    }
}
