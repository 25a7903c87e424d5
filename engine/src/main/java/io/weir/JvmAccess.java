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
package io.weir;

import org.agrona.DirectBuffer;

/** Says in words what an application forgot when it started the JVM. */
final class JvmAccess
{
    private static final String NEEDED = "jdk.internal.misc";

    private JvmAccess()
    {
    }

    /** Checked before anything touches a buffer; asks nothing of the class that would fail. */
    static void require()
    {
        final Module user = DirectBuffer.class.getModule();
        if (!Object.class.getModule().isOpen(NEEDED, user))
        {
            throw new IllegalStateException(
                "Weir's buffers (Agrona) need access to java.base/" + NEEDED + ", which this JVM does not give. " +
                    "Start java with: --add-opens java.base/" + NEEDED + "=" +
                    (user.isNamed() ? user.getName() : "ALL-UNNAMED") +
                    " (or, in the manifest of a runnable jar: Add-Opens: java.base/" + NEEDED + ")");
        }
    }
}
