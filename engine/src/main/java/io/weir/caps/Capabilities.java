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

import io.weir.Session;
import io.weir.Stream;
import io.weir.policy.CapabilityEntry;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Opens a session's streams through interfaces:
 *
 * <pre>
 *   final Market market = Capabilities.of(session).bind(Market.class);
 *   market.ticks("EURUSD").subscribe(subscriber);
 * </pre>
 *
 * <p>An interface is one that carries {@link Capability}, or one that groups several of these: its methods take nothing
 * and return them, so that {@code caps.market().ticks("EURUSD")} opens {@code market.ticks}. Everything is looked up
 * when it is bound; what is wrong is then told in full. Immutable; of any thread, and so is what it binds.
 */
public final class Capabilities
{
    private final Session session;
    private final CallTerms terms;

    private Capabilities(final Session session, final CallTerms terms)
    {
        this.session = session;
        this.terms = terms;
    }

    /**
     * {@return the capabilities that a session's peer provides, with standard codecs, signals on the agent, the
     * engine's window, no deadline, and messages of up to a mebibyte}
     *
     * @param session that opens the streams.
     */
    public static Capabilities of(final Session session)
    {
        return new Capabilities(Objects.requireNonNull(session, "session"), CallTerms.STANDARD);
    }

    /**
     * The stream that a method of a provided interface answers, for the method itself to ask while it runs, and to
     * keep: it says who the peer is, and once it has ended why it was cancelled.
     *
     * @return the acceptor's end.
     * @throws IllegalStateException if the caller is no method that an engine has called for a stream.
     */
    public static Stream currentStream()
    {
        final Stream stream = TypedProvider.current();
        if (null == stream)
        {
            throw new IllegalStateException("only a method that an engine calls for a stream has a current stream");
        }
        return stream;
    }

    /**
     * {@return the same, with other codecs}
     *
     * @param codecs to write and read values with.
     */
    public Capabilities codecs(final Codecs codecs)
    {
        return new Capabilities(session, terms.codecs(Objects.requireNonNull(codecs, "codecs")));
    }

    /**
     * {@return the same, with signals of publishers and completions of stages on another executor}
     *
     * @param executor that runs them.
     */
    public Capabilities executor(final Executor executor)
    {
        return new Capabilities(session, terms.executor(Objects.requireNonNull(executor, "executor")));
    }

    /**
     * {@return the same, with signals of publishers and completions of stages on the session's agent: the fastest, and
     * what runs there must return soon (T-6)}
     */
    public Capabilities onAgent()
    {
        return new Capabilities(session, terms.executor(null));
    }

    /**
     * {@return the same, with another window}
     *
     * @param frames that each stream's peer may send ahead; 0 for the engine's setting.
     */
    public Capabilities window(final int frames)
    {
        return new Capabilities(session, terms.window(frames));
    }

    /**
     * {@return the same, with a deadline for each stream from its opening on (W-7)}
     *
     * @param value 0 for none.
     * @param unit  of the value.
     */
    public Capabilities deadline(final long value, final TimeUnit unit)
    {
        return new Capabilities(session, terms.deadlineNs(unit.toNanos(value)));
    }

    /**
     * {@return the same, with another limit for messages of several frames (W-3)}
     *
     * @param bytes of the longest message that is put together.
     */
    public Capabilities maxMessage(final int bytes)
    {
        return new Capabilities(session, terms.maxMessage(bytes));
    }

    /**
     * Binds an interface to the session. Nothing is opened before a method is called.
     *
     * @param type with {@link Capability}, or of methods that return such.
     * @param <T>  the interface.
     * @return an implementation whose methods open streams.
     * @throws DeclarationException if the interface is not as it must be, naming every fault.
     */
    public <T> T bind(final Class<T> type)
    {
        final List<String> faults = new ArrayList<>();
        final CallHandler handler = CallHandler.read(type, session, terms, faults);
        if (!faults.isEmpty())
        {
            throw new DeclarationException(faults);
        }
        return handler.proxy(type);
    }

    /**
     * Asks the peer what this session may open.
     *
     * @return the capabilities in order of their names; fails with a {@link io.weir.flow.StreamException} if even that
     * may not be asked.
     */
    public CompletionStage<List<CapabilityEntry>> list()
    {
        return Listing.ask(session, terms);
    }
}
