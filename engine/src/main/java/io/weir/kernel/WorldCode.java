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
package io.weir.kernel;

import io.weir.kernel.manifest.CodeIdentity;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.agrona.DirectBuffer;

/**
 * The code behind a manifest's names: modules, validators, key extractors, constraints (K-1). Immutable once built.
 * Everything here is called on the kernel's thread and must be as deterministic as a module.
 */
public final class WorldCode
{
    final Map<String, WorkflowModule> modules;
    final Map<String, CodeIdentity> identities;
    final Map<String, Validator> validators;
    final Map<String, KeyExtractor> extractors;
    final Map<String, Constraint> constraints;

    /** Judges bytes. */
    @FunctionalInterface
    public interface Validator
    {
        /**
         * {@return whether the bytes are what they should be}
         *
         * @param buffer that holds them.
         * @param offset of the first.
         * @param length of them.
         */
        boolean isValid(DirectBuffer buffer, int offset, int length);
    }

    /** Finds the key in a payload. */
    @FunctionalInterface
    public interface KeyExtractor
    {
        /**
         * {@return offset within the payload (upper 32 bits) and length (lower 32 bits) of the key, or −1 if there is
         * none} Who throws, or names a place outside the payload, has found none; a key that the event carries is then
         * another.
         *
         * @param buffer that holds the payload.
         * @param offset of the payload.
         * @param length of the payload.
         */
        long keyOf(DirectBuffer buffer, int offset, int length);

        /**
         * {@return an extractor of a fixed part of the payload}
         *
         * @param keyOffset within the payload.
         * @param keyLength in bytes.
         */
        static KeyExtractor fixed(final int keyOffset, final int keyLength)
        {
            return (buffer, offset, length) -> length < keyOffset + keyLength ? -1 :
                (long)keyOffset << Integer.SIZE | keyLength;
        }
    }

    /** Says whether a grant allows params. */
    @FunctionalInterface
    public interface Constraint
    {
        /**
         * {@return whether it does}
         *
         * @param argument as the manifest gives it.
         * @param buffer   that holds the params.
         * @param offset   of the params.
         * @param length   of the params.
         */
        boolean allows(byte[] argument, DirectBuffer buffer, int offset, int length);
    }

    private WorldCode(final Builder builder)
    {
        modules = Map.copyOf(builder.modules);
        identities = Map.copyOf(builder.identities);
        validators = Map.copyOf(builder.validators);
        extractors = Map.copyOf(builder.extractors);
        constraints = Map.copyOf(builder.constraints);
    }

    /** {@return code in the making} */
    public static Builder builder()
    {
        return new Builder();
    }

    /** Code in the making. Owned by one thread. */
    public static final class Builder
    {
        private final Map<String, WorkflowModule> modules = new HashMap<>();
        private final Map<String, CodeIdentity> identities = new HashMap<>();
        private final Map<String, Validator> validators = new HashMap<>();
        private final Map<String, KeyExtractor> extractors = new HashMap<>();
        private final Map<String, Constraint> constraints = new HashMap<>();

        private Builder()
        {
        }

        /**
         * {@return this, with a module}
         *
         * @param name     as the manifest has it.
         * @param identity of its code; must be the manifest's.
         * @param module   to run.
         */
        public Builder module(final String name, final CodeIdentity identity, final WorkflowModule module)
        {
            modules.put(name, Objects.requireNonNull(module, "module"));
            identities.put(name, identity);
            return this;
        }

        /**
         * {@return this, with a validator}
         *
         * @param name      as the manifest has it.
         * @param validator to ask.
         */
        public Builder validator(final String name, final Validator validator)
        {
            validators.put(name, validator);
            return this;
        }

        /**
         * {@return this, with a key extractor}
         *
         * @param name      as the manifest has it.
         * @param extractor to ask.
         */
        public Builder keyExtractor(final String name, final KeyExtractor extractor)
        {
            extractors.put(name, extractor);
            return this;
        }

        /**
         * {@return this, with a constraint}
         *
         * @param name       as the manifest has it.
         * @param constraint to ask.
         */
        public Builder constraint(final String name, final Constraint constraint)
        {
            constraints.put(name, constraint);
            return this;
        }

        /** {@return the code} */
        public WorldCode build()
        {
            return new WorldCode(this);
        }
    }
}
