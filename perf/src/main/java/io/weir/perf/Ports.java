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

package io.weir.perf;

import java.net.DatagramSocket;
import java.net.SocketException;

/** UDP ports of this machine that nobody has at the moment. */
public final class Ports
{
    private static final int MAX = 65_535;
    private static final int ATTEMPTS = 100;

    private Ports()
    {
    }

    /**
     * Finds ports in a row.
     *
     * @param count of them.
     * @return the first.
     */
    public static int free(final int count)
    {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++)
        {
            final int first = first();
            boolean isFree = first + count <= MAX;
            for (int i = 1; i < count && isFree; i++)
            {
                isFree = isFree(first + i);
            }
            if (isFree)
            {
                return first;
            }
        }
        throw new Failure("found no " + count + " free UDP ports in a row", null);
    }

    private static int first()
    {
        try (DatagramSocket socket = new DatagramSocket())
        {
            return socket.getLocalPort();
        }
        catch (final SocketException ex)
        {
            throw new Failure("found no free UDP port: " + ex.getMessage(), ex);
        }
    }

    private static boolean isFree(final int port)
    {
        try
        {
            new DatagramSocket(port).close();
            return true;
        }
        catch (final SocketException ex)
        {
            return false;
        }
    }
}
