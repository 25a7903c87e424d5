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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.CloseReason;
import io.weir.codecs.DataFrame;
import io.weir.fixture.EnginePair;
import io.weir.fixture.Payload;
import io.weir.test.Rule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Publishers of whole messages, and of frames that turn out to be parts of one. */
class MessagePublisherTest extends FlowFixture
{
    @ParameterizedTest
    @EnumSource(names = {"AGENT", "EXECUTOR"})
    @Rule("W-3")
    void shouldFailInWordsWhenMessagesOfSeveralFramesComeUnasked(final Face face)
    {
        try (EnginePair pair = EnginePair.launch().expectError("messages(maxLength)"))
        {
            final SignalProbe<String> probe = subscribe(pair, face, 16, new SignalProbe<String>().requesting(10));
            settle(pair);
            pair.acceptorStream().writer().offerMessage(Payload.ofLength(10_000), 0, 10_000);

            settle(pair);

            assertEquals(CloseReason.CANCEL, assertInstanceOf(StreamException.class, probe.failure()).reason());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AGENT_MESSAGES", "EXECUTOR_MESSAGES"})
    @Rule({"C-9", "W-3"})
    void shouldGrantTheWindowAndHoldTheSurplusWhenWholeMessagesAreRequested(final Face face)
    {
        try (EnginePair pair = pair(100))
        {
            final SignalProbe<String> probe = subscribe(pair, face, 16, new SignalProbe<String>().requesting(1));

            settle(pair);

            assertEquals("next:0", probe.last());
            assertEquals(16, sent(pair));
            probe.request(20);
            settle(pair);
            assertEquals("next:20", probe.last());
            assertTrue(sent(pair) <= 21 + 16, "sent " + sent(pair));
            probe.request(Long.MAX_VALUE);
            settle(pair);
            assertEquals("complete", probe.last());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AGENT_MESSAGES", "EXECUTOR_MESSAGES"})
    @Rule({"C-9", "C-4", "W-3"})
    void shouldDeliverMessagesAsLongAsTheWindowWhenEachIsRequestedAlone(final Face face)
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final SignalProbe<String> probe = new SignalProbe<String>().requesting(1);
            subscribe(pair, face, 4, probe);
            settle(pair);
            final int length = 4 * pair.deskSession().maxPayload();
            for (int i = 1; i <= 5; i++)
            {
                final long result = pair.acceptorStream().writer().offerMessage(Payload.ofLength(length), 0, length);
                assertTrue(result >= 0, "message " + i + ": " + result);
                settle(pair);
                assertEquals(i, probe.count());
                probe.request(1);
                settle(pair);
            }
            probe.cancel();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AGENT_MESSAGES", "EXECUTOR_MESSAGES"})
    @Rule({"C-4", "C-9"})
    void shouldAssembleAMessageLongerThanTheWindowWhenItsFramesAreSentOneByOne(final Face face)
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final SignalProbe<String> probe = subscribe(pair, face, 4, new SignalProbe<String>().requesting(1));
            settle(pair);
            for (int i = 0; i < 20; i++)
            {
                final int flags = i < 19 ? DataFrame.MORE : 0;
                assertEquals(i, pair.acceptorStream().writer().offer(Payload.of("x"), 0, 1, flags));
                settle(pair);
            }

            assertEquals("next:" + "x".repeat(20), probe.last());
            probe.cancel();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AGENT_MESSAGES", "EXECUTOR_MESSAGES"})
    @Rule({"C-4", "W-3"})
    void shouldGrantTheWholeWindowAtOnceWhenMessagesOfSeveralFramesAreTaken(final Face face)
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final SignalProbe<String> probe =
                subscribe(pair, face, 16, new SignalProbe<String>().quiet().requesting(Long.MAX_VALUE));
            settle(pair);
            for (final int frames : new int[]{5, 16, 3, 16})
            {
                final int length = frames * pair.deskSession().maxPayload();
                assertTrue(
                    pair.acceptorStream().writer().offerMessage(Payload.ofLength(length), 0, length) >= 0);
                settle(pair);
            }

            assertEquals(4, probe.count());
            probe.cancel();
        }
    }
}
