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

import io.weir.kernel.EventView;
import io.weir.kernel.StepContext;
import io.weir.kernel.WorkflowModule;
import io.weir.kernel.WorldCode;
import io.weir.kernel.WorldCodeProvider;
import io.weir.kernel.manifest.CodeIdentity;
import io.weir.kernel.manifest.EventSpec;
import io.weir.kernel.manifest.Manifest;
import io.weir.kernel.manifest.ModuleSpec;

/** Offers the code of a world that counts events, as a jar of modules would. */
public final class TallyProvider implements WorldCodeProvider
{
    static final CodeIdentity CODE = CodeIdentity.ofVersion("tally-1");

    /** For the service loader. */
    public TallyProvider()
    {
    }

    static Manifest manifest(final CodeIdentity identity)
    {
        return Manifest.builder("tally")
            .module(ModuleSpec.of("tally", identity))
            .event(EventSpec.of("one").to("tally"))
            .build();
    }

    @Override
    public WorldCode code(final Manifest manifest)
    {
        final boolean isMine = manifest.name().equals("tally") && manifest.modules().get(0).code().equals(CODE);
        return isMine ? code(CODE) : null;
    }

    static WorldCode code(final CodeIdentity identity)
    {
        return WorldCode.builder().module("tally", identity, new WorkflowModule()
        {
            @Override
            public void onEvent(final StepContext context, final EventView event)
            {
                context.newState().putLong(0, context.hasState() ? context.state().getLong(0) + 1 : 1);
                context.replaceState(Long.BYTES);
            }
        }).build();
    }
}
