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

import io.weir.codecs.InteractionKind;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;

/**
 * One method of an interface, read and found right. Immutable.
 *
 * @param method     of the interface.
 * @param handle     of it: {@code (receiver, params, upstream) -> result}, all Objects, whatever it takes.
 * @param capability in full, {@code market.ticks}.
 * @param kind       of interaction.
 * @param shape      of the result.
 * @param params     codec of the params, null if it takes none.
 * @param upstream   codec of what streams towards the provider, null if nothing does.
 * @param downstream codec of what comes back.
 * @param paramsAt   index of the params among the arguments, -1 if it takes none.
 * @param upstreamAt index of the publisher among the arguments, -1 if it takes none.
 */
record CapabilityMethod(
    Method method,
    MethodHandle handle,
    String capability,
    InteractionKind kind,
    ResultShape shape,
    Codec<Object> params,
    Codec<Object> upstream,
    Codec<Object> downstream,
    int paramsAt,
    int upstreamAt)
{
}
