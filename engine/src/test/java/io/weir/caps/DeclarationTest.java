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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.CloseReason;
import io.weir.codecs.HeartbeatDecoder;
import io.weir.codecs.InteractionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class DeclarationTest
{
    @Capability("market")
    private interface Market
    {
        Flow.Publisher<HeartbeatDecoder> ticks(String symbol);

        CompletionStage<byte[]> quote(String symbol);

        String name();

        void ping();

        @Capability("upload.eu")
        CompletionStage<Void> upload(Flow.Publisher<String> lines);

        Flow.Publisher<String> orderBook(Flow.Publisher<byte[]> changes, String symbol);

        default String both(final String symbol)
        {
            return name() + symbol;
        }

        static String none()
        {
            return "";
        }

        @Override
        String toString();
    }

    private interface Undeclared
    {
        String quote(String symbol);
    }

    @Capability("Market")
    private interface Misnamed
    {
        String quote(String symbol);
    }

    @Capability("weir")
    private interface Reserved
    {
        String quote(String symbol);
    }

    @Capability("market")
    private interface Empty
    {
        default String quote(final String symbol)
        {
            return symbol;
        }
    }

    @Capability("market")
    private static final class NoInterface
    {
    }

    @Capability("Market")
    private interface Crooked<T>
    {
        String twoValues(String symbol, byte[] more);

        void twoPublishers(Flow.Publisher<String> one, Flow.Publisher<String> other);

        void takesAStage(CompletionStage<String> symbol);

        @SuppressWarnings("rawtypes")
        Flow.Publisher raw();

        Flow.Publisher<? extends String> wild();

        CompletionStage<T> variable();

        CloseReason noCodec();

        void noCodecFor(Flow.Publisher<CloseReason> reasons, Thread thread);

        @Capability("No Name")
        void misnamed();

        void same(String symbol);

        void same(byte[] symbol);
    }

    @Test
    void shouldReadKindsAndNamesWhenAllIsWell()
    {
        final Map<String, InteractionKind> kinds = new TreeMap<>();
        final List<String> faults = new ArrayList<>();

        Declaration.read(Market.class, Codecs.standard(), faults)
            .forEach(method -> kinds.put(method.capability(), method.kind()));

        assertEquals(List.of(), faults);
        assertEquals(
            Map.of(
                "market.ticks", InteractionKind.SERVER_STREAM,
                "market.quote", InteractionKind.REQUEST_RESPONSE,
                "market.name", InteractionKind.REQUEST_RESPONSE,
                "market.ping", InteractionKind.REQUEST_RESPONSE,
                "market.upload.eu", InteractionKind.CLIENT_STREAM,
                "market.order-book", InteractionKind.DUPLEX),
            kinds);
    }

    @Capability("names")
    private interface Names
    {
        String orderBook();

        String lastFXRate();

        String toUSD();

        String n2Deep();

        String plain();
    }

    @Test
    void shouldHyphenateHumpsWhenMethodsAreNamed()
    {
        assertEquals(
            List.of("names.last-fx-rate", "names.n2-deep", "names.order-book", "names.plain", "names.to-usd"),
            Declaration.read(Names.class, Codecs.standard(), new ArrayList<>()).stream()
                .map(CapabilityMethod::capability).sorted().toList());
    }

    @Test
    void shouldCallWithArgumentsInTheirPlacesWhenAPublisherComesFirst() throws Throwable
    {
        final CapabilityMethod method = Declaration.read(Market.class, Codecs.standard(), new ArrayList<>()).stream()
            .filter(each -> each.capability().equals("market.order-book")).findFirst().orElseThrow();
        final List<Object> heard = new ArrayList<>();
        final Flow.Publisher<byte[]> changes = subscriber -> heard.add("changes");
        final Market market = new MarketStub()
        {
            @Override
            public Flow.Publisher<String> orderBook(final Flow.Publisher<byte[]> upstream, final String symbol)
            {
                upstream.subscribe(null);
                heard.add(symbol);
                return null;
            }
        };

        method.handle().invoke((Object)market, (Object)"EURUSD", (Object)changes);

        assertEquals(List.of("changes", "EURUSD"), heard);
    }

    @Test
    void shouldNameEveryFaultAtOnceWhenAnInterfaceIsMisdeclared()
    {
        final List<String> faults = faults(Crooked.class);

        final String name = Crooked.class.getName();
        final List<String> expected = List.of(
            name + ": @Capability(\"Market\") is no domain",
            name + ".misnamed(): \"undeclared.No Name\" is no name of a capability",
            name + ".noCodec(): what it returns is of " + CloseReason.class.getName() + ", for which there is no codec",
            name + ".noCodecFor(Publisher, Thread): the publisher that it takes is of " + CloseReason.class.getName(),
            name + ".noCodecFor(Publisher, Thread): the value that it takes is of java.lang.Thread",
            name + ".raw(): the Publisher that it returns does not say of what",
            name + ".same(String): is called undeclared.same, and so is same(byte[])",
            name + ".takesAStage(CompletionStage): takes a CompletionStage",
            name + ".twoPublishers(Publisher, Publisher): takes more than one Flow.Publisher",
            name + ".twoValues(String, byte[]): takes more than one value",
            name + ".variable(): the CompletionStage that it returns is of T, which is no type of its own",
            name + ".wild(): the Publisher that it returns is of ? extends java.lang.String, which is no type");
        assertEquals(expected.size(), faults.size(), String.join("\n", faults));
        for (int i = 0; i < expected.size(); i++)
        {
            assertTrue(faults.get(i).startsWith(expected.get(i)), faults.get(i));
        }
    }

    @Test
    void shouldNameTheFaultWhenTheInterfaceItselfIsWrong()
    {
        assertTrue(faults(Undeclared.class).get(0).endsWith("has no @Capability(\"domain\")"));
        assertTrue(faults(Misnamed.class).get(0).contains("\"Market\") is no domain"));
        assertTrue(faults(Reserved.class).get(0).endsWith("the domain \"weir\" is Weir's own"));
        assertTrue(faults(Empty.class).get(0).endsWith("it has no abstract method"));
        assertTrue(faults(NoInterface.class).get(0).endsWith("is no interface"));
    }

    @Test
    void shouldSayWhatIsMissingWhenACodecCannotBeMade()
    {
        final Codecs codecs = Codecs.standard().orElse(type ->
        {
            throw new IllegalStateException("no mood for " + type.getTypeName());
        });
        final List<String> faults = new ArrayList<>();

        Declaration.read(Crooked.class, codecs, faults);

        assertTrue(
            faults.stream().anyMatch(fault -> fault.endsWith("could be made: no mood for java.lang.Thread")),
            String.join("\n", faults));
    }

    @Test
    void shouldListFaultsALineEachWhenThrown()
    {
        final DeclarationException ex = assertThrows(DeclarationException.class, () ->
        {
            throw new DeclarationException(List.of("a: one", "b: other"));
        });

        assertEquals("2 faults in the declaration of capabilities:\n  a: one\n  b: other", ex.getMessage());
        assertEquals(List.of("a: one", "b: other"), ex.faults());
    }

    private static List<String> faults(final Class<?> type)
    {
        final List<String> faults = new ArrayList<>();
        Declaration.read(type, Codecs.standard(), faults);
        return faults;
    }

    /** Answers nothing. */
    private static class MarketStub implements Market
    {
        @Override
        public Flow.Publisher<HeartbeatDecoder> ticks(final String symbol)
        {
            return null;
        }

        @Override
        public CompletionStage<byte[]> quote(final String symbol)
        {
            return null;
        }

        @Override
        public String name()
        {
            return null;
        }

        @Override
        public void ping()
        {
            // Nothing to do.
        }

        @Override
        public CompletionStage<Void> upload(final Flow.Publisher<String> lines)
        {
            return null;
        }

        @Override
        public Flow.Publisher<String> orderBook(final Flow.Publisher<byte[]> changes, final String symbol)
        {
            return null;
        }
    }
}
