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

package io.weir.caps;

import io.weir.policy.CapabilityName;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads interfaces of capabilities. What is wrong with them is collected rather than thrown, so that all is named at
 * once.
 */
final class Declaration
{
    private final Class<?> type;
    private final Codecs codecs;
    private final List<String> faults;
    private final List<CapabilityMethod> methods = new ArrayList<>();
    private final Map<String, Method> byName = new HashMap<>();
    private MethodHandles.Lookup lookup;
    private String domain;

    private Declaration(final Class<?> type, final Codecs codecs, final List<String> faults)
    {
        this.type = type;
        this.codecs = codecs;
        this.faults = faults;
    }

    /**
     * Reads an interface.
     *
     * @param type   to read.
     * @param codecs to write and read values with.
     * @param faults to add to.
     * @return its methods; of use only if no fault was added.
     */
    static List<CapabilityMethod> read(final Class<?> type, final Codecs codecs, final List<String> faults)
    {
        final Declaration declaration = new Declaration(type, codecs, faults);
        declaration.readType();
        return List.copyOf(declaration.methods);
    }

    private void readType()
    {
        final Capability capability = type.getAnnotation(Capability.class);
        if (!type.isInterface() || type.isAnnotation())
        {
            faults.add(type.getName() + ": is no interface");
            return;
        }
        if (null == capability)
        {
            faults.add(type.getName() + ": has no @Capability(\"domain\")");
        }
        // Without a domain the methods are judged all the same.
        domain = null == capability ? "undeclared" : capability.value();
        if (!CapabilityName.isValid(domain + ".x") || domain.indexOf('.') >= 0)
        {
            faults
                .add(type.getName() + ": @Capability(\"" + domain + "\") is no domain; it is of a-z, 0-9, '-' and '_'");
            domain = "undeclared";
        }
        else if (CapabilityName.RESERVED_DOMAIN.equals(domain))
        {
            faults.add(type.getName() + ": the domain \"" + domain + "\" is Weir's own");
        }
        try
        {
            lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
        }
        catch (final IllegalAccessException ex)
        {
            faults.add(type.getName() + ": its module does not open the package " + type.getPackageName() +
                " to io.weir.engine");
            return;
        }
        final Method[] declared = type.getMethods();
        Arrays.sort(declared, Comparator.comparing(Method::getName).thenComparing(Method::toGenericString));
        boolean isEmpty = true;
        for (final Method method : declared)
        {
            if (Modifier.isAbstract(method.getModifiers()) && !isOfObject(method))
            {
                isEmpty = false;
                readMethod(method);
            }
        }
        if (isEmpty)
        {
            faults.add(type.getName() + ": declares no capability: it has no abstract method");
        }
    }

    private void readMethod(final Method method)
    {
        final int before = faults.size();
        final String capability = capability(method);
        final Signature signature = new Signature(method, codecs, fault -> fault(method, fault));
        final MethodHandle handle = handle(method, signature);
        if (before == faults.size())
        {
            methods.add(new CapabilityMethod(
                method,
                handle,
                capability,
                signature.shape().kind(null != signature.upstream()),
                signature.shape(),
                signature.params(),
                signature.upstream(),
                signature.downstream(),
                signature.paramsAt(),
                signature.upstreamAt()));
        }
    }

    private String capability(final Method method)
    {
        final Capability named = method.getAnnotation(Capability.class);
        final String capability = domain + "." + (null == named ? hyphenated(method.getName()) : named.value());
        if (!CapabilityName.isValid(capability))
        {
            fault(method,
                "\"" + capability + "\" is no name of a capability; give it one of a-z, 0-9, '-' and '_' with " +
                    "@Capability");
        }
        final Method other = byName.putIfAbsent(capability, method);
        if (null != other)
        {
            fault(method,
                "is called " + capability + ", and so is " + shown(other) + "; give one of them another name " +
                    "with @Capability");
        }
        return capability;
    }

    /** The method with its arguments at fixed places. */
    private MethodHandle handle(final Method method, final Signature signature)
    {
        try
        {
            final MethodHandle plain = lookup.unreflect(method);
            final int[] places = new int[1 + method.getParameterCount()];
            for (int i = 0; i < method.getParameterCount(); i++)
            {
                places[1 + i] = i == signature.upstreamAt() ? 2 : 1;
            }
            return MethodHandles.permuteArguments(
                plain.asType(MethodType.genericMethodType(places.length)), MethodType.genericMethodType(3), places);
        }
        catch (final IllegalAccessException ex)
        {
            fault(method, "cannot be called: " + ex.getMessage());
            return null;
        }
    }

    private void fault(final Method method, final String what)
    {
        faults.add(type.getName() + "." + shown(method) + ": " + what);
    }

    /** {@code orderBook} is {@code order-book}, {@code lastFXRate} is {@code last-fx-rate}. */
    private static String hyphenated(final String name)
    {
        final StringBuilder hyphenated = new StringBuilder();
        for (int i = 0; i < name.length(); i++)
        {
            final char c = name.charAt(i);
            final boolean isHump = Character.isUpperCase(c) && i > 0 &&
                (!Character.isUpperCase(name.charAt(i - 1)) ||
                    i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1)));
            hyphenated.append(isHump ? "-" : "").append(Character.toLowerCase(c));
        }
        return hyphenated.toString();
    }

    private static String shown(final Method method)
    {
        final StringBuilder shown = new StringBuilder(method.getName()).append('(');
        for (final Class<?> parameter : method.getParameterTypes())
        {
            shown.append('(' == shown.charAt(shown.length() - 1) ? "" : ", ").append(parameter.getSimpleName());
        }
        return shown.append(')').toString();
    }

    private static boolean isOfObject(final Method method)
    {
        try
        {
            return Modifier.isPublic(
                Object.class.getMethod(method.getName(), method.getParameterTypes()).getModifiers());
        }
        catch (final NoSuchMethodException ex)
        {
            return false;
        }
    }
}
