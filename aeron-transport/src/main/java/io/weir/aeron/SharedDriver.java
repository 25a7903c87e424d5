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

import io.weir.config.Configuration;
import org.agrona.CloseHelper;

/**
 * The media driver of this process that transports share which were given neither a driver nor a directory, so that two
 * engines of a process reach each other by any address. The first launches it, the last takes it away. Any thread.
 */
final class SharedDriver
{
    private static final SharedDriver OF_THE_PROCESS = new SharedDriver();

    private EmbeddedDriver driver;
    private int users;

    private SharedDriver()
    {
    }

    /**
     * {@return the driver, launched if nobody uses it yet}
     *
     * @param configuration that says how, if it is launched.
     * @throws io.weir.config.ConfigurationException if it is launched already, and otherwise.
     */
    static EmbeddedDriver acquire(final Configuration configuration)
    {
        synchronized (OF_THE_PROCESS)
        {
            if (0 == OF_THE_PROCESS.users)
            {
                OF_THE_PROCESS.driver =
                    EmbeddedDriver.launch(new EmbeddedDriver.Context().configuration(configuration));
            }
            OF_THE_PROCESS.driver.requireAgreement(configuration);
            OF_THE_PROCESS.users++;
            return OF_THE_PROCESS.driver;
        }
    }

    /** {@return the driver, null if nobody uses it} */
    static EmbeddedDriver current()
    {
        synchronized (OF_THE_PROCESS)
        {
            return OF_THE_PROCESS.driver;
        }
    }

    /** Gives it back; the last one closes it. */
    static void release()
    {
        synchronized (OF_THE_PROCESS)
        {
            if (0 == --OF_THE_PROCESS.users)
            {
                CloseHelper.close(OF_THE_PROCESS.driver);
                OF_THE_PROCESS.driver = null;
            }
        }
    }
}
