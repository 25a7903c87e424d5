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

import io.weir.config.DriverThreading;
import io.weir.config.Settings;
import io.weir.test.Rule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** Frames over a driver with threads of its own, found by its directory, pass the kit of every link. */
class ExternalDriverLinkTest
{
    private EmbeddedDriver driver;

    @BeforeEach
    void launchDriver()
    {
        driver = EmbeddedDriver.launch(
            TransportPair.quickContext().set(Settings.AERON_DRIVER_THREADING, DriverThreading.SHARED));
    }

    @AfterEach
    void closeDriver()
    {
        driver.close();
    }

    /** By shared memory. */
    @Nested
    @Rule({"N-1", "N-6"})
    class OverIpc implements AeronLinkTck
    {
        @Override
        public String address()
        {
            return TransportPair.IPC;
        }

        @Override
        public TransportPair pair()
        {
            return new TransportPair(driver.directory());
        }
    }

    /** By sockets. */
    @Nested
    @Rule({"N-1", "N-6"})
    class OverUdp implements AeronLinkTck
    {
        @Override
        public String address()
        {
            return TransportPair.UDP;
        }

        @Override
        public TransportPair pair()
        {
            return new TransportPair(driver.directory());
        }
    }
}
