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

package io.weir.flow;

import io.weir.codecs.CancelReason;
import java.util.Iterator;

/** Items that no stream brings. */
final class LocalItems<T> extends StreamIterator<T>
{
    private final Iterator<? extends T> items;
    private final Runnable onClose;
    private boolean isClosed;

    LocalItems(final Iterator<? extends T> items, final Runnable onClose)
    {
        super("");
        this.items = items;
        this.onClose = onClose;
    }

    @Override
    public boolean hasNext()
    {
        return !isClosed && items.hasNext();
    }

    @Override
    public T next()
    {
        return items.next();
    }

    @Override
    public void close(final CancelReason reason)
    {
        Subscriptions.require(reason);
        if (!isClosed)
        {
            isClosed = true;
            onClose.run();
        }
    }
}
