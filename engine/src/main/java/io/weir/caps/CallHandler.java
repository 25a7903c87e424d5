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

import io.weir.Session;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a bound interface does when it is called: for each of its methods a call that was prepared at binding. */
final class CallHandler implements InvocationHandler
{
    private final String name;
    private final Map<Method, Call> calls;

    private CallHandler(final String name, final Map<Method, Call> calls)
    {
        this.name = name;
        this.calls = calls;
    }

    /** A method that was prepared. */
    @FunctionalInterface
    interface Call
    {
        /**
         * Calls it.
         *
         * @param arguments as declared; null for none.
         * @return as declared.
         */
        Object call(Object[] arguments) throws Throwable;
    }

    /**
     * Prepares an interface.
     *
     * @param type    to read.
     * @param session that opens the streams.
     * @param terms   of the calls.
     * @param faults  to add to.
     * @return the handler; of use only if no fault was added.
     */
    static CallHandler read(
        final Class<?> type,
        final Session session,
        final CallTerms terms,
        final List<String> faults)
    {
        final Map<Method, Call> calls = new HashMap<>();
        if (isGroup(type))
        {
            for (final Method method : type.getMethods())
            {
                if (Modifier.isAbstract(method.getModifiers()))
                {
                    final Object member = proxy(method.getReturnType(), session, terms, faults);
                    calls.put(method, arguments -> member);
                }
            }
        }
        else
        {
            for (final CapabilityMethod method : Declaration.read(type, terms.codecs(), faults))
            {
                calls.put(method.method(), Calls.of(method, session, terms));
            }
        }
        return new CallHandler(type.getSimpleName() + "[session " + session.id() + "]", Map.copyOf(calls));
    }

    private static Object proxy(
        final Class<?> type,
        final Session session,
        final CallTerms terms,
        final List<String> faults)
    {
        final int before = faults.size();
        final CallHandler handler = read(type, session, terms, faults);
        return before == faults.size() ? handler.proxy(type) : null;
    }

    /** {@return an implementation of the interface that was read} */
    <T> T proxy(final Class<T> type)
    {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, this));
    }

    /** A group says nothing of capabilities itself: its methods take nothing and return interfaces that do. */
    private static boolean isGroup(final Class<?> type)
    {
        if (!type.isInterface() || type.isAnnotationPresent(Capability.class))
        {
            return false;
        }
        boolean hasMembers = false;
        for (final Method method : type.getMethods())
        {
            if (Modifier.isAbstract(method.getModifiers()))
            {
                if (0 != method.getParameterCount() || !method.getReturnType().isAnnotationPresent(Capability.class))
                {
                    return false;
                }
                hasMembers = true;
            }
        }
        return hasMembers;
    }

    @Override
    public Object invoke(final Object proxy, final Method method, final Object[] arguments) throws Throwable
    {
        final Call call = calls.get(method);
        if (null != call)
        {
            return call.call(arguments);
        }
        if (method.isDefault())
        {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        return switch (method.getName())
        {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> name;
        };
    }
}
