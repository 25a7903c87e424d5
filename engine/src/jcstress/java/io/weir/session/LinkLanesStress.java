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
package io.weir.session;

import io.weir.link.LaneWriter;
import io.weir.link.RingLane;
import io.weir.test.Rule;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Lanes that threads open into a session with a peer outside the process, while its agent ends it. */
public final class LinkLanesStress
{
    private LinkLanesStress()
    {
    }

    /** Who opens a lane while the session ends is told that nobody is there. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "told that nobody is there")
    @Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "writes for nobody, for ever")
    @State
    @Rule({"N-3", "C-5"})
    public static class OpenedWhileEnding
    {
        private final LinkLanes lanes = new LinkLanes();
        private final RingLane lane = new RingLane(256, 32, 56);
        private final LaneWriter writer = lane.writer(1);

        @Actor
        public void open()
        {
            lanes.add(lane.reader());
        }

        @Actor
        public void end()
        {
            lanes.close();
        }

        @Arbiter
        public void outcome(final I_Result result)
        {
            result.r1 = writer.isDisconnected() ? 1 : 0;
        }
    }
}
