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
package io.weir;

import io.weir.codecs.InteractionKind;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * The terms of a stream to open: a capability and what its provider is told. Reusable; the session copies what it
 * needs.
 */
public final class StreamRequest
{
    private static final byte[] NOTHING = new byte[0];

    private final String capability;
    private InteractionKind kind = InteractionKind.SERVER_STREAM;
    private byte[] params = NOTHING;
    private byte[] context = NOTHING;
    private int window;
    private long deadlineNs;
    private boolean held;

    private StreamRequest(final String capability)
    {
        this.capability = capability;
    }

    /**
     * Asks for a capability; a server stream without params unless told otherwise.
     *
     * @param capability name, domain.name.
     * @return the request.
     */
    public static StreamRequest of(final String capability)
    {
        return new StreamRequest(capability);
    }

    /**
     * Asks for the same terms as another request.
     *
     * @param other to copy.
     * @return the copy.
     */
    public static StreamRequest copyOf(final StreamRequest other)
    {
        final StreamRequest copy = new StreamRequest(other.capability);
        copy.kind = other.kind;
        copy.params = other.params;
        copy.context = other.context;
        copy.window = other.window;
        copy.deadlineNs = other.deadlineNs;
        copy.held = other.held;
        return copy;
    }

    /**
     * Sets which directions carry Data; SERVER_STREAM by default (S-8).
     *
     * @param value to set.
     * @return this.
     */
    public StreamRequest kind(final InteractionKind value)
    {
        if (InteractionKind.NULL_VAL == value)
        {
            throw new IllegalArgumentException("a stream needs an interaction kind, not NULL_VAL");
        }
        kind = value;
        return this;
    }

    /**
     * Sets the params for the provider; must not be changed until the stream is opened.
     *
     * @param value opaque bytes.
     * @return this.
     */
    public StreamRequest params(final byte[] value)
    {
        params = value;
        return this;
    }

    /**
     * Sets the params for the provider as UTF-8 text.
     *
     * @param value text.
     * @return this.
     */
    public StreamRequest params(final String value)
    {
        return params(value.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sets the context, carried to the provider and never interpreted; must not be changed until the stream is opened.
     *
     * @param value opaque bytes.
     * @return this.
     */
    public StreamRequest context(final byte[] value)
    {
        context = value;
        return this;
    }

    /**
     * Sets the window this end grants, in frames; 0, the default, takes the engine's setting (C-3).
     *
     * @param value in frames, at most the session's greatest window.
     * @return this.
     */
    public StreamRequest window(final int value)
    {
        window = value;
        return this;
    }

    /**
     * Sets the time the stream may take; 0, the default, for no deadline (W-7).
     *
     * @param value from the moment of opening.
     * @param unit  of the value.
     * @return this.
     */
    public StreamRequest deadline(final long value, final TimeUnit unit)
    {
        deadlineNs = unit.toNanos(value);
        return this;
    }

    /**
     * Opens with a first grant of 0: nothing comes until this end states its demand with {@link Stream#request(long)},
     * and then no more than was demanded, nor more than the window at a time (C-2, C-9).
     *
     * @param value whether to hold the first grant.
     * @return this.
     */
    public StreamRequest held(final boolean value)
    {
        held = value;
        return this;
    }

    /** {@return the capability's name} */
    public String capability()
    {
        return capability;
    }

    /** {@return the interaction kind} */
    public InteractionKind kind()
    {
        return kind;
    }

    /** {@return the params} */
    public byte[] params()
    {
        return params;
    }

    /** {@return the context} */
    public byte[] context()
    {
        return context;
    }

    /** {@return the window in frames, 0 for the engine's} */
    public int window()
    {
        return window;
    }

    /** {@return the deadline in ns from opening, 0 for none} */
    public long deadlineNs()
    {
        return deadlineNs;
    }

    /** {@return whether the first grant is held} */
    public boolean held()
    {
        return held;
    }
}
