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

package io.weir.stream;

import io.weir.Lane;
import io.weir.Session;
import io.weir.StreamHandler;
import io.weir.StreamRequest;

/** What a machine of streams asks of its session where there is none: its names. */
enum NoSession implements Session
{
    INSTANCE;

    @Override
    public long id()
    {
        return 1;
    }

    @Override
    public String principal()
    {
        return "";
    }

    @Override
    public boolean isOpen()
    {
        return true;
    }

    @Override
    public int streamCount()
    {
        return 0;
    }

    @Override
    public int maxPayload()
    {
        return 0;
    }

    @Override
    public long open(final StreamRequest request, final StreamHandler handler)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public Lane acquireLane()
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public void interrupt()
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close()
    {
        // Nothing to close.
    }
}
