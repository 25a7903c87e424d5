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

import io.weir.codecs.kernel.AttemptPolicy;
import io.weir.codecs.kernel.GapPolicy;
import io.weir.kernel.manifest.EffectSpec;
import io.weir.kernel.manifest.EventSpec;
import io.weir.kernel.manifest.GrantSpec;
import io.weir.kernel.manifest.KernelKinds;
import io.weir.kernel.manifest.Limits;
import io.weir.kernel.manifest.Manifest;
import io.weir.kernel.manifest.ManifestException;
import io.weir.kernel.manifest.ModuleSpec;
import io.weir.kernel.manifest.RuleSpec;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A manifest joined to its code and laid out by number, so that a frame finds all it needs in arrays. Immutable. */
final class Plan implements Kinds
{
    static final int NONE = -1;

    final Manifest manifest;
    final Limits limits;
    final byte[] hash;
    final ModulePlan[] modules;
    final EventPlan[] events;
    final EffectPlan[] effects;
    final int timerKind;
    private final Map<String, Integer> moduleNumbers = new HashMap<>();
    private final Map<String, Integer> eventNumbers = new HashMap<>();
    private final Map<String, Integer> effectNumbers = new HashMap<>();

    /** A module. */
    static final class ModulePlan
    {
        String name;
        UnsafeBuffer nameBytes;
        WorkflowModule code;
        boolean keyed;
        boolean takesFrames;
        boolean takesRejected;
        boolean[] emits;
        Grant[] grants;
        boolean[] allowed;
        byte[][] denials;
        boolean[] controls;
        long controlsExpireNs;

        /** {@return whether its grant lets it control intents of a module at that time} */
        boolean isControlling(final int other, final long timeNs)
        {
            return controls[other] && (controlsExpireNs == 0 || controlsExpireNs > timeNs);
        }
    }

    /** A grant, as bound to a slot. */
    static final class Grant
    {
        WorldCode.Constraint constraint;
        byte[] argument;
        long expiresNs;
    }

    /** A kind of domain event. */
    static final class EventPlan
    {
        UnsafeBuffer nameBytes;
        WorldCode.Validator validator;
        WorldCode.KeyExtractor extractor;
        int[] subscribers;
    }

    /** A kind of effect. */
    static final class EffectPlan
    {
        UnsafeBuffer nameBytes;
        String name;
        WorldCode.Validator params;
        WorldCode.Validator receipt;
        boolean needsSlot;
        boolean isControl;
        GapPolicy gap;
        long maxGap;
        AttemptPolicy attempts;
        int maxOpen;
        long totalDeadlineNs;
        long idleDeadlineNs;
    }

    Plan(final Manifest manifest, final WorldCode code)
    {
        this.manifest = manifest;
        limits = manifest.limits();
        hash = manifest.hash();
        number(manifest);
        effects = manifest.effects().stream().map(spec -> effect(spec, code)).toArray(EffectPlan[]::new);
        events = manifest.events().stream().map(spec -> event(spec, code)).toArray(EventPlan[]::new);
        modules = manifest.modules().stream().map(spec -> module(spec, code)).toArray(ModulePlan[]::new);
        timerKind = effectNumbers.get(KernelKinds.TIMER_SET);
        for (final ModulePlan module : modules)
        {
            module.code.onBind(this);
        }
    }

    /** {@return for each kind of effect whether it is about another intent} */
    boolean[] controls()
    {
        final boolean[] controls = new boolean[effects.length];
        for (int i = 0; i < controls.length; i++)
        {
            controls[i] = effects[i].isControl;
        }
        return controls;
    }

    @Override
    public int effect(final String name)
    {
        return require(effectNumbers, "effect kind", name);
    }

    @Override
    public int event(final String name)
    {
        return require(eventNumbers, "event kind", name);
    }

    /** {@return the number of an event kind, or −1} */
    int eventOf(final Bytes name)
    {
        for (int i = 0; i < events.length; i++)
        {
            if (name.isEqual(events[i].nameBytes, 0, events[i].nameBytes.capacity()))
            {
                return i;
            }
        }
        return NONE;
    }

    /** {@return the number of a module, or −1} */
    int moduleOf(final Bytes name)
    {
        for (int i = 0; i < modules.length; i++)
        {
            if (name.isEqual(modules[i].nameBytes, 0, modules[i].nameBytes.capacity()))
            {
                return i;
            }
        }
        return NONE;
    }

    /**
     * Finds the key of an event: in its payload, or as it carries it; if both, they must be equal.
     *
     * @return whether it could be found or none is needed; false if they differ, or if it carries one and what the
     *         extractor does is no answer.
     */
    static boolean findKey(final EventPlan event, final Bytes key, final Bytes payload)
    {
        final long place;
        try
        {
            place = event.extractor == null ?
                -1 : event.extractor.keyOf(payload.buffer, payload.offset, payload.length);
        }
        catch (final RuntimeException ex)
        {
            return key.length == 0;
        }
        if (place < 0)
        {
            return true;
        }
        final int offset = (int)(place >>> Integer.SIZE);
        final int length = (int)place;
        if (length < 0 || offset > payload.length || length > payload.length - offset)
        {
            return key.length == 0;
        }
        if (key.length > 0)
        {
            return key.isEqual(payload.buffer, payload.offset + offset, length);
        }
        key.set(payload.buffer, payload.offset + offset, length);
        return true;
    }

    boolean hasKeyedSubscriber(final EventPlan event)
    {
        for (final int subscriber : event.subscribers)
        {
            if (modules[subscriber].keyed)
            {
                return true;
            }
        }
        return false;
    }

    static boolean isValid(
        final WorldCode.Validator validator,
        final DirectBuffer buffer,
        final int offset,
        final int length)
    {
        try
        {
            return validator == null || validator.isValid(buffer, offset, length);
        }
        catch (final RuntimeException ex)
        {
            return false;
        }
    }

    private void number(final Manifest declared)
    {
        for (final ModuleSpec spec : declared.modules())
        {
            moduleNumbers.put(spec.name(), moduleNumbers.size());
        }
        for (final EventSpec spec : declared.events())
        {
            eventNumbers.put(spec.name(), eventNumbers.size());
        }
        for (final EffectSpec spec : declared.effects())
        {
            effectNumbers.put(spec.name(), effectNumbers.size());
        }
    }

    private EffectPlan effect(final EffectSpec spec, final WorldCode code)
    {
        final EffectPlan plan = new EffectPlan();
        plan.name = spec.name();
        plan.nameBytes = ascii(spec.name());
        plan.params = find(code.validators, "validator", spec.paramsValidator(), spec.name());
        plan.receipt = find(code.validators, "validator", spec.receiptValidator(), spec.name());
        plan.needsSlot = !spec.slot().isEmpty();
        plan.isControl = KernelKinds.CONTROLS.contains(spec.name());
        plan.gap = spec.gap();
        plan.maxGap = spec.maxGap();
        plan.attempts = spec.attempts();
        plan.maxOpen = spec.maxOpen();
        plan.totalDeadlineNs = spec.totalDeadlineNs();
        plan.idleDeadlineNs = spec.idleDeadlineNs();
        return plan;
    }

    private EventPlan event(final EventSpec spec, final WorldCode code)
    {
        final EventPlan plan = new EventPlan();
        plan.nameBytes = ascii(spec.name());
        plan.validator = find(code.validators, "validator", spec.validator(), spec.name());
        plan.extractor = find(code.extractors, "key extractor", spec.keyExtractor(), spec.name());
        plan.subscribers = spec.subscribers().stream().mapToInt(moduleNumbers::get).toArray();
        return plan;
    }

    private ModulePlan module(final ModuleSpec spec, final WorldCode code)
    {
        final ModulePlan plan = new ModulePlan();
        plan.name = spec.name();
        plan.nameBytes = ascii(spec.name());
        plan.code = find(code.modules, "module", spec.name(), manifest.name());
        if (!spec.code().equals(code.identities.get(spec.name())))
        {
            throw new ManifestException("module \"" + spec.name() + "\" is code " + code.identities.get(spec.name()) +
                ", the manifest asks for " + spec.code() + "; give the code that the manifest names");
        }
        plan.keyed = spec.isKeyed();
        plan.takesFrames = spec.isTakingFrames();
        plan.takesRejected = spec.isTakingRejected();
        plan.emits = new boolean[effects.length];
        plan.grants = new Grant[effects.length];
        plan.allowed = new boolean[effects.length];
        plan.denials = new byte[effects.length][];
        plan.controls = new boolean[manifest.modules().size()];
        for (int i = 0; i < effects.length; i++)
        {
            effectOf(plan, i, spec, code);
        }
        controls(plan, spec);
        return plan;
    }

    private void effectOf(final ModulePlan plan, final int effect, final ModuleSpec spec, final WorldCode code)
    {
        final EffectSpec effectSpec = manifest.effects().get(effect);
        plan.emits[effect] = spec.emittedKinds().contains(effectSpec.name());
        final String grantName = spec.slots().get(effectSpec.slot());
        if (grantName != null)
        {
            final GrantSpec grantSpec = grant(grantName);
            final Grant grant = new Grant();
            grant.argument = grantSpec.argument();
            grant.expiresNs = grantSpec.expiresNs();
            grant.constraint = find(code.constraints, "constraint", grantSpec.constraint(), grantName);
            plan.grants[effect] = grant;
        }
        final RuleSpec rule = manifest.rules().stream()
            .filter(candidate -> candidate.matches(spec.name(), effectSpec.name())).findFirst().orElse(null);
        plan.allowed[effect] = rule != null && rule.isAllow();
        plan.denials[effect] = (rule == null || rule.code().isEmpty() ? "policy" : rule.code())
            .getBytes(StandardCharsets.US_ASCII);
    }

    private void controls(final ModulePlan plan, final ModuleSpec spec)
    {
        final String grantName = spec.slots().get(KernelKinds.CONTROL_SLOT);
        if (grantName != null)
        {
            final GrantSpec grant = grant(grantName);
            grant.controlledModules().forEach(name -> plan.controls[moduleNumbers.get(name)] = true);
            plan.controlsExpireNs = grant.expiresNs();
        }
    }

    private GrantSpec grant(final String name)
    {
        final List<GrantSpec> grants = manifest.grants();
        return grants.stream().filter(grant -> grant.name().equals(name)).findFirst().orElseThrow();
    }

    private static <T> T find(final Map<String, T> map, final String what, final String name, final String user)
    {
        final T found = name.isEmpty() ? null : map.get(name);
        if (found == null && !name.isEmpty())
        {
            throw new ManifestException(
                "\"" + user + "\" needs the " + what + " \"" + name + "\", which the world's code does not have");
        }
        return found;
    }

    private static int require(final Map<String, Integer> numbers, final String what, final String name)
    {
        final Integer number = numbers.get(name);
        if (number == null)
        {
            throw new IllegalArgumentException("the manifest has no " + what + " \"" + name + "\"");
        }
        return number;
    }

    private static UnsafeBuffer ascii(final String text)
    {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.US_ASCII));
    }
}
