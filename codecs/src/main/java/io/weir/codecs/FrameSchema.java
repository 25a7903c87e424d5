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

package io.weir.codecs;

import java.util.Arrays;

/**
 * What {@link FrameValidator} must know of an SBE schema without repeating groups: for every version it reads and every
 * template, the block length needed and the count of var data. Immutable; may be shared between threads.
 * <p>
 * A schema of version n reads n - 1, n and n + 1 (W-5). Of n + 1 it knows what version n needs, and that more may
 * follow.
 */
public final class FrameSchema
{
    /** Highest template id that a schema may have. */
    public static final int MAX_TEMPLATE_ID = 255;

    /** Most var data that a frame may have, those of the next version included. */
    public static final int MAX_VAR_DATA = 8;

    /** The layout of a template that the version does not have. */
    public static final int NO_LAYOUT = -1;

    /** Streams and sessions, as {@code weir-stream.xml} lays them out. */
    public static final FrameSchema STREAM = new Builder(OpenEncoder.SCHEMA_ID, OpenEncoder.SCHEMA_VERSION)
        .template(OpenEncoder.TEMPLATE_ID, 0, OpenEncoder.BLOCK_LENGTH, 3)
        .template(DataEncoder.TEMPLATE_ID, 0, DataEncoder.BLOCK_LENGTH, 1)
        .template(ErrorEncoder.TEMPLATE_ID, 0, ErrorEncoder.BLOCK_LENGTH, 1)
        .template(CloseEncoder.TEMPLATE_ID, 0, CloseEncoder.BLOCK_LENGTH, 1)
        .template(CancelEncoder.TEMPLATE_ID, 0, CancelEncoder.BLOCK_LENGTH, 1)
        .template(CreditEncoder.TEMPLATE_ID, 0, CreditEncoder.BLOCK_LENGTH, 0)
        .template(HelloEncoder.TEMPLATE_ID, 0, HelloEncoder.BLOCK_LENGTH, 1)
        .template(ChallengeEncoder.TEMPLATE_ID, 0, ChallengeEncoder.BLOCK_LENGTH, 1)
        .template(ChallengeResponseEncoder.TEMPLATE_ID, 0, ChallengeResponseEncoder.BLOCK_LENGTH, 1)
        .template(WelcomeEncoder.TEMPLATE_ID, 0, WelcomeEncoder.BLOCK_LENGTH, 1)
        .template(RefuseEncoder.TEMPLATE_ID, 0, RefuseEncoder.BLOCK_LENGTH, 1)
        .template(HeartbeatEncoder.TEMPLATE_ID, 0, HeartbeatEncoder.BLOCK_LENGTH, 0)
        .template(GoodbyeEncoder.TEMPLATE_ID, 0, GoodbyeEncoder.BLOCK_LENGTH, 1)
        .template(ReceiptEncoder.TEMPLATE_ID, 0, ReceiptEncoder.BLOCK_LENGTH, 0)
        .template(RollEncoder.TEMPLATE_ID, 0, RollEncoder.BLOCK_LENGTH, 0)
        .build();

    private static final int TEMPLATE_COUNT = MAX_TEMPLATE_ID + 1;
    private static final int VAR_DATA_COUNT_SHIFT = 16;
    private static final int BLOCK_LENGTH_MASK = 0xFFFF;

    private final int id;
    private final int version;
    private final int oldestVersion;
    private final int[] layouts;

    private FrameSchema(final int id, final int version, final int[] layouts)
    {
        this.id = id;
        this.version = version;
        this.oldestVersion = Math.max(0, version - 1);
        this.layouts = layouts;
    }

    /**
     * {@return the schema id}
     */
    public int id()
    {
        return id;
    }

    /**
     * {@return the version of the schema that is known here}
     */
    public int version()
    {
        return version;
    }

    /**
     * {@return whether frames of that version can be read: the version known here, the one before and the one after}
     *
     * @param frameVersion as the frame's header states it, 0 to 65,535.
     */
    public boolean reads(final int frameVersion)
    {
        return frameVersion >= oldestVersion && frameVersion <= version + 1;
    }

    /**
     * Finds what a template needs in a version.
     *
     * @param templateId   0 to 65,535.
     * @param frameVersion one for which {@link #reads(int)} is true.
     * @return a layout for {@link #blockLength(int)} and {@link #varDataCount(int)}, or {@link #NO_LAYOUT}.
     */
    public int layout(final int templateId, final int frameVersion)
    {
        if (templateId > MAX_TEMPLATE_ID)
        {
            return NO_LAYOUT;
        }

        return layouts[(Math.min(frameVersion, version) - oldestVersion) * TEMPLATE_COUNT + templateId];
    }

    /**
     * {@return the bytes that the block needs at least}
     *
     * @param layout as {@link #layout(int, int)} returned it; not {@link #NO_LAYOUT}.
     */
    public static int blockLength(final int layout)
    {
        return layout & BLOCK_LENGTH_MASK;
    }

    /**
     * {@return the count of var data}
     *
     * @param layout as {@link #layout(int, int)} returned it; not {@link #NO_LAYOUT}.
     */
    public static int varDataCount(final int layout)
    {
        return layout >>> VAR_DATA_COUNT_SHIFT;
    }

    /**
     * Collects the templates of a schema. Not thread-safe; used once, at start-up.
     */
    public static final class Builder
    {
        private final int id;
        private final int version;
        private final int oldestVersion;
        private final int[] layouts;

        /**
         * Begins a schema without templates.
         *
         * @param id      of the schema, 0 to 65,535.
         * @param version of the schema, 0 to 65,534.
         */
        public Builder(final int id, final int version)
        {
            requireWithin("schema id", id, 0xFFFF);
            requireWithin("schema version", version, 0xFFFE);
            this.id = id;
            this.version = version;
            this.oldestVersion = Math.max(0, version - 1);
            this.layouts = new int[(version - oldestVersion + 1) * TEMPLATE_COUNT];
            Arrays.fill(layouts, NO_LAYOUT);
        }

        /**
         * Says what a template looks like from a version on. A template that grew is told once for each of its forms,
         * the oldest first.
         *
         * @param templateId   0 to {@link #MAX_TEMPLATE_ID}.
         * @param sinceVersion first version with this form.
         * @param blockLength  in bytes, as that version's encoder writes it.
         * @param varDataCount 0 to {@link #MAX_VAR_DATA}.
         * @return this.
         */
        public Builder template(
            final int templateId,
            final int sinceVersion,
            final int blockLength,
            final int varDataCount)
        {
            requireWithin("template id", templateId, MAX_TEMPLATE_ID);
            requireWithin("since version", sinceVersion, version);
            requireWithin("block length", blockLength, BLOCK_LENGTH_MASK);
            requireWithin("var data count", varDataCount, MAX_VAR_DATA);

            for (int v = Math.max(sinceVersion, oldestVersion); v <= version; v++)
            {
                layouts[(v - oldestVersion) * TEMPLATE_COUNT + templateId] =
                    varDataCount << VAR_DATA_COUNT_SHIFT | blockLength;
            }

            return this;
        }

        /**
         * {@return the schema}
         */
        public FrameSchema build()
        {
            return new FrameSchema(id, version, layouts.clone());
        }

        private static void requireWithin(final String name, final int value, final int max)
        {
            if (value < 0 || value > max)
            {
                throw new IllegalArgumentException(name + " must be 0 to " + max + ": " + value);
            }
        }
    }
}
