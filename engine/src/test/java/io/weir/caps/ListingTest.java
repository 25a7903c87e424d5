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

package io.weir.caps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.EmittingHandler;
import io.weir.OpenView;
import io.weir.Provider;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.codecs.CloseReason;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.config.Settings;
import io.weir.fixture.EnginePair;
import io.weir.fixture.Engines;
import io.weir.flow.StreamException;
import io.weir.policy.CapabilityEntry;
import io.weir.policy.CapabilityName;
import io.weir.policy.Decision;
import io.weir.policy.Grants;
import io.weir.policy.PolicyRules;
import io.weir.test.Rule;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTest
{
    private static final String ALL = " REQUEST_RESPONSE SERVER_STREAM CLIENT_STREAM DUPLEX";

    @Test
    void shouldListWhatIsProvidedWithKindsWhenAllIsGranted()
    {
        try (EnginePair pair = EnginePair.builder()
            .market(context -> context.provider("a.requests", new Requests())).launch())
        {
            assertEquals(
                List.of("a.requests REQUEST_RESPONSE", "market.ticks" + ALL, "weir.capabilities SERVER_STREAM"),
                list(pair));
        }
    }

    @Test
    @Rule("S-7")
    void shouldShowOnlyWhatIsGrantedWhenGrantsSayWhat()
    {
        try (EnginePair pair = EnginePair.builder()
            .market(context -> context.provider("a.requests", new Requests())
                .grants(Grants.builder().toAll("a.*").toAll("weir.capabilities").build()))
            .launch())
        {
            assertEquals(List.of("a.requests REQUEST_RESPONSE", "weir.capabilities SERVER_STREAM"), list(pair));
        }
    }

    @Test
    @Rule("S-7")
    void shouldShowKindsThatPolicyAllowsOrDefersWhenItTellsThemApart()
    {
        final PolicyRules rules = PolicyRules.builder()
            .onOpen("weir.*", Decision.ALLOW)
            .onOpen("market.*", request -> InteractionKind.SERVER_STREAM == request.kind(), Decision.ALLOW)
            .onOpen("market.*", request -> InteractionKind.DUPLEX == request.kind(), Decision.deferred("later"))
            .build();
        try (EnginePair pair = EnginePair.builder().market(context -> context.policy(rules)).launch())
        {
            assertEquals(
                List.of("market.ticks SERVER_STREAM DUPLEX", "weir.capabilities SERVER_STREAM"), list(pair));
        }
    }

    @Test
    @Rule("S-7")
    void shouldBeRefusedWhenTheListItselfIsNotGranted()
    {
        try (EnginePair pair = EnginePair.builder()
            .market(context -> context.grants(Grants.builder().toAll("market.*").build())).launch())
        {
            final StreamException ex = (StreamException)assertThrows(CompletionException.class, () -> list(pair))
                .getCause();

            assertEquals(CloseReason.POLICY, ex.reason());
            assertEquals(StreamErrorCode.REJECTED, ex.code());
            assertTrue(ex.getMessage().contains("weir.capabilities is not granted"), ex.getMessage());
        }
    }

    @Test
    void shouldRefuseWhenItIsOpenedAsAnotherKind()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            assertEquals("closed:ERROR:INVALID_PARAMS", pair.open(
                StreamRequest.of(CapabilityName.CAPABILITIES).kind(InteractionKind.DUPLEX)).last());
        }
    }

    @Test
    void shouldListThemAllWhenTheyAreMoreThanAWindow()
    {
        try (EnginePair pair = EnginePair.builder()
            .desk(context -> context.set(Settings.STREAM_WINDOW_SIZE, 2))
            .market(context ->
            {
                for (int i = 0; i < 300; i++)
                {
                    context.provider("many.n" + i, new Requests());
                }
            }).launch())
        {
            assertEquals(302, list(pair).size());
        }
    }

    @Test
    void shouldRefuseAProviderWhenItsNameIsReserved()
    {
        assertThrows(
            IllegalArgumentException.class, () -> Engines.context("x").provider("weir.mine", new Requests()));
    }

    @Test
    void shouldReadBackWhenAnEntryIsWritten()
    {
        final CapabilityEntry entry = new CapabilityEntry(
            CapabilityName.of("market.ticks"), Set.of(InteractionKind.DUPLEX, InteractionKind.REQUEST_RESPONSE));

        assertEquals("market.ticks REQUEST_RESPONSE DUPLEX", entry.text());
        assertEquals(entry, CapabilityEntry.parse(entry.text()));
        assertEquals("a.b DUPLEX", CapabilityEntry.parse("a.b LATER_KIND DUPLEX").text());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"", " ", "market.ticks", "market.ticks LATER_KIND", "Market DUPLEX", "DUPLEX", "a.b NULL_VAL"})
    void shouldReadNothingWhenTheTextIsNoEntry(final String text)
    {
        assertNull(CapabilityEntry.parse(text));
    }

    private static List<String> list(final EnginePair pair)
    {
        final CompletableFuture<List<CapabilityEntry>> list =
            Capabilities.of(pair.deskSession()).onAgent().list().toCompletableFuture();
        pair.invoke();
        assertTrue(list.isDone());
        return list.join().stream().map(CapabilityEntry::text).collect(Collectors.toList());
    }

    /** Says what it takes. */
    private static final class Requests implements Provider
    {
        @Override
        public StreamHandler onOpen(final Stream stream, final OpenView open)
        {
            return (EmittingHandler)(out, budget) -> out.writer().close();
        }

        @Override
        public Set<InteractionKind> kinds()
        {
            return Set.of(InteractionKind.REQUEST_RESPONSE);
        }
    }
}
