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

package io.weir.journal;

import io.weir.config.Configuration;
import io.weir.config.CopyChoice;
import io.weir.config.Durability;
import io.weir.config.Setting;
import io.weir.config.Settings;
import io.weir.config.Threading;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What to open and how. Every option that is not set is taken from {@code weir.journal.*}.
 */
public final class JournalContext
{
    private final Configuration.Builder settings = Configuration.builder()
        .accept(accepted(), "it is not about a world: set it in Engine.Context");
    private Configuration configuration;
    private Storage storage;
    private SegmentArchive archive;
    private Boolean isInvoked;
    private Supplier<UUID> ids = UUID::randomUUID;
    private LongSupplier segmentIds;
    private Durability durability;

    /** Begins with every setting at its default, property or environment value. */
    public JournalContext()
    {
    }

    /**
     * Sets an option; beats property and environment.
     *
     * @param setting to set.
     * @param value   of it.
     * @param <T>     of the value.
     * @return this.
     */
    public <T> JournalContext set(final Setting<T> setting, final T value)
    {
        settings.set(setting, value);
        return this;
    }

    /**
     * Takes all options from a configuration that is there, instead of setting them one by one.
     *
     * @param value to take.
     * @return this.
     */
    public JournalContext configuration(final Configuration value)
    {
        configuration = value;
        return this;
    }

    /** {@return the options that a journal was opened with; null before one was} */
    public Configuration configuration()
    {
        return configuration;
    }

    /**
     * Sets the directory; beats {@code weir.journal.dir}.
     *
     * @param value to set; created if need be.
     * @return this.
     */
    public JournalContext directory(final Path value)
    {
        return storage(new FileStorage(value));
    }

    /**
     * Sets the disk beneath; beats the directory.
     *
     * @param value to set.
     * @return this.
     */
    public JournalContext storage(final Storage value)
    {
        storage = Objects.requireNonNull(value, "storage");
        return this;
    }

    /**
     * Sets who is offered each segment before it is deleted.
     *
     * @param value to set.
     * @return this.
     */
    public JournalContext archive(final SegmentArchive value)
    {
        archive = value;
        return this;
    }

    /**
     * Has no threads started: the application calls {@link Journal#doBackgroundWork()}, or has an agent of a world
     * that is invoked itself do so. Unless told it is as {@code weir.engine.threading} says: no thread is started
     * where that is {@code invoker}.
     *
     * @param value whether to.
     * @return this.
     */
    public JournalContext invoked(final boolean value)
    {
        isInvoked = value;
        return this;
    }

    /**
     * Sets where ids come from, for runs that must repeat. They must be random wherever payloads come from outside.
     *
     * @param journals ids of journals and worlds.
     * @param segments ids of segments.
     * @return this.
     */
    public JournalContext ids(final Supplier<UUID> journals, final LongSupplier segments)
    {
        ids = Objects.requireNonNull(journals, "journals");
        segmentIds = Objects.requireNonNull(segments, "segments");
        return this;
    }

    private static List<Setting<?>> accepted()
    {
        final List<Setting<?>> accepted = new ArrayList<>(Settings.ofWorld());
        Collections.addAll(accepted, Settings.PROFILE, Settings.ENGINE_THREADING, Settings.COUNTERS_DIR);
        return accepted;
    }

    JournalContext conclude()
    {
        if (null == configuration)
        {
            configuration = settings.build();
        }
        if (null == storage)
        {
            final String directory = configuration.value(Settings.JOURNAL_DIR);
            if (directory.isEmpty())
            {
                throw new IllegalStateException("no directory: set weir.journal.dir");
            }
            storage = new FileStorage(Path.of(directory));
        }
        if (null == isInvoked)
        {
            isInvoked = configuration.value(Settings.ENGINE_THREADING) == Threading.INVOKER;
        }
        if (null == segmentIds)
        {
            segmentIds = new SecureRandom()::nextLong;
        }
        durability = configuration.value(Settings.JOURNAL_DURABILITY);
        return this;
    }

    Storage storage()
    {
        return storage;
    }

    SegmentArchive archive()
    {
        return archive;
    }

    boolean isInvoked()
    {
        return isInvoked;
    }

    Supplier<UUID> ids()
    {
        return ids;
    }

    LongSupplier segmentIds()
    {
        return segmentIds;
    }

    Durability durability()
    {
        return durability;
    }

    int segmentLength()
    {
        return configuration.value(Settings.JOURNAL_SEGMENT_LENGTH);
    }

    CopyChoice copied()
    {
        return configuration.value(Settings.JOURNAL_COPIED);
    }

    int snapshotsKept()
    {
        return configuration.value(Settings.JOURNAL_SNAPSHOTS_KEPT);
    }

    boolean isDeleting()
    {
        return configuration.value(Settings.JOURNAL_SEGMENTS_DELETE);
    }
}
