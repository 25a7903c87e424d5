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

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes an interface a group of capabilities: on the interface it names the domain, {@code market}; each abstract
 * method is then the capability {@code market.NAME}. On a method it gives the name where the method's own, its humps
 * written with {@code -} ({@code orderBook}: {@code order-book}), is not wanted.
 *
 * <p>A method takes at most one value, the params, and at most one {@code Flow.Publisher}, what streams towards the
 * provider. What it returns makes the kind of interaction:
 *
 * <table>
 * <caption>Kinds of interaction by what a method returns and takes</caption>
 * <tr><th>returns</th><th>without a publisher</th><th>with one</th></tr>
 * <tr><td>{@code Flow.Publisher<T>}, {@code StreamIterator<T>}</td><td>SERVER_STREAM</td><td>DUPLEX</td></tr>
 * <tr><td>{@code CompletionStage<T>}, {@code T}</td><td>REQUEST_RESPONSE</td><td>CLIENT_STREAM</td></tr>
 * </table>
 *
 * <p>The publisher that a method takes is subscribed to by the thread that opens the stream: within the call, or within
 * {@code subscribe} of the publisher that the method returns.
 *
 * <p>Default and static methods are not capabilities.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Capability
{
    /** {@return on an interface the domain, on a method the name within it} */
    String value();
}
