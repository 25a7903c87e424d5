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
package io.weir.ends;

import io.weir.caps.Capability;
import io.weir.flow.StreamIterator;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** A method of every shape that takes a publisher. The taking says how much of it the provider takes. */
@Capability("ends")
interface Talk
{
    Flow.Publisher<String> publisher(String taking, Flow.Publisher<String> lines);

    StreamIterator<String> iterator(String taking, Flow.Publisher<String> lines);

    CompletionStage<String> stage(String taking, Flow.Publisher<String> lines);

    String value(String taking, Flow.Publisher<String> lines) throws InterruptedException;
}
