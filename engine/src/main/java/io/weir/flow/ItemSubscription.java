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

import java.util.concurrent.Flow;

/**
 * A subscription whose subscriber may come before the stream or after it.
 *
 * @param <T> of the items.
 */
interface ItemSubscription<T> extends Receiver<T>, StreamSubscription
{
    /** The subscriber is there; once. */
    void attach(Flow.Subscriber<? super T> subscriber);
}
