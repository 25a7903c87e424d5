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
package io.weir.aeron;

import io.aeron.CommonContext;
import io.weir.config.Configuration;
import io.weir.config.Settings;
import java.nio.file.Path;
import org.agrona.concurrent.ShutdownSignalBarrier;

/** A media driver in a process of its own, for deployment: any client of Aeron on the machine can use it. */
public final class StandaloneDriver implements AutoCloseable
{
    private final EmbeddedDriver driver;

    private StandaloneDriver(final EmbeddedDriver driver)
    {
        this.driver = driver;
    }

    /**
     * Launches the driver of this process.
     *
     * @param directory that is to be its alone, null for {@code weir.aeron.dir}, else the one that clients
     *                  of Aeron look at by default.
     * @param profile   {@code default}, {@code low-latency} or a properties file, null for what is configured.
     * @param options   a properties file with {@code aeron.*} and {@code weir.aeron.*}, null for none; the system
     *                  properties count more, the profile less.
     * @return the driver.
     * @throws DriverException                        if it cannot be launched, saying why and what to do.
     * @throws io.weir.config.ConfigurationException if an option of Weir's is wrong.
     */
    public static StandaloneDriver launch(final String directory, final String profile, final Path options)
    {
        final DriverOptions read = DriverOptions.read(options);
        final Configuration.Builder builder = Configuration.builder().properties(read.ofWeir());
        if (null != profile)
        {
            builder.set(Settings.PROFILE, profile);
        }
        final Configuration configuration = builder.build();
        read.apply();
        return new StandaloneDriver(EmbeddedDriver.launch(new EmbeddedDriver.Context()
            .directory(null == directory ? configured(configuration) : directory)
            .configuration(configuration)
            .standalone()));
    }

    private static String configured(final Configuration configuration)
    {
        final String directory = configuration.value(Settings.AERON_DIR);
        return directory.isEmpty() ? CommonContext.getAeronDirectoryName() : directory;
    }

    /** {@return where it is and how it is driven, for a person} */
    public String description()
    {
        return driver.description();
    }

    /** {@return its directory, for {@code weir.aeron.dir}} */
    public String directory()
    {
        return driver.directory();
    }

    /** Waits until the process is told to end (SIGTERM, SIGINT), closes the driver and takes its directory away. */
    public void runUntilSignalled()
    {
        try (ShutdownSignalBarrier barrier = new ShutdownSignalBarrier();
            StandaloneDriver running = this)
        {
            barrier.await();
            assert running == this;
        }
    }

    @Override
    public void close()
    {
        driver.close();
    }
}
