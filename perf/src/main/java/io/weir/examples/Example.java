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

package io.weir.examples;

import io.weir.Engine;
import io.weir.Session;

import java.io.PrintWriter;
import java.util.function.Supplier;

/** A service and its consumer, which need not be in one process. */
public interface Example
{
    /** {@return its name on the command line} */
    String name();

    /** {@return what it shows, in a sentence} */
    String purpose();

    /** {@return where it is provided unless told otherwise} */
    String address();

    /**
     * Says what the providing engine provides.
     *
     * @param context of that engine.
     * @throws Exception if it cannot.
     */
    void provide(Engine.Context context) throws Exception;

    /**
     * Consumes, until it has seen enough.
     *
     * @param sessions connects to the provider anew each time.
     * @param out      to tell what comes.
     * @throws Exception if something does not come.
     */
    void consume(Supplier<Session> sessions, PrintWriter out) throws Exception;
}
