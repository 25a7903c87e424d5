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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.weir.Engine;
import io.weir.config.Configuration;
import io.weir.config.ConfigurationException;
import io.weir.config.DriverThreading;
import io.weir.config.IdleKind;
import io.weir.config.Setting;
import io.weir.config.SettingSource;
import io.weir.config.Settings;
import io.weir.fixture.Engines;
import io.weir.link.Connection;
import io.weir.link.TransportAgent;
import io.weir.counters.Counters;
import io.weir.test.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is set of Aeron has its effect, in whichever form it is given to an engine that finds its transport (N-9). */
@Rule("N-9")
class AeronSettingsTest
{
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(value = SettingSource.class, names = "DEFAULT", mode = EnumSource.Mode.EXCLUDE)
    void shouldLaunchTheDriverAsTheEngineIsTold(final SettingSource form) throws IOException
    {
        final Map<Setting<?>, String> given = Map.of(
            Settings.AERON_DRIVER_THREADING, "dedicated",
            Settings.AERON_DRIVER_IDLE, "yielding",
            Settings.AERON_DRIVER_TIMEOUT, "7s",
            Settings.AERON_SESSIONS_MAX, "77");
        try (Engine engine = Engine.launch(context(given, form).listen(TransportPair.IPC)))
        {
            final MediaDriver.Context driver = SharedDriver.current().aeron();

            assertEquals(ThreadingMode.DEDICATED, driver.threadingMode());
            assertInstanceOf(YieldingIdleStrategy.class, driver.receiverIdleStrategy());
            assertEquals(7_000, driver.driverTimeoutMs());
            assertEquals(77, driver.streamSessionLimit());
            assertInForce(given, engine.configuration());
        }
    }

    @ParameterizedTest
    @EnumSource(value = SettingSource.class, names = "DEFAULT", mode = EnumSource.Mode.EXCLUDE)
    void shouldUseTheDriverThatTheEngineIsTold(final SettingSource form) throws IOException
    {
        try (EmbeddedDriver driver = EmbeddedDriver.launch(
            new EmbeddedDriver.Context().set(Settings.AERON_DRIVER_THREADING, DriverThreading.SHARED)))
        {
            final Map<Setting<?>, String> given = Map.of(Settings.AERON_DIR, driver.directory());
            try (Engine engine = Engine.launch(context(given, form).listen(TransportPair.IPC));
                AeronTransport transport = AeronTransport.launch(new AeronTransport.Context().driver(driver));
                Counters counters = Counters.inMemory();
                TransportAgent agent = transport.agent("looks", counters))
            {
                assertTrue(ListenerClaim.isClaimed(
                    ((AeronTransportAgent)agent).client(), transport.channel(TransportPair.IPC)), "it listens there");
                assertInForce(given, engine.configuration());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = SettingSource.class, names = "DEFAULT", mode = EnumSource.Mode.EXCLUDE)
    void shouldMakeTermsAndFramesAsLongAsTheEngineIsTold(final SettingSource form) throws IOException
    {
        final Map<Setting<?>, String> given = Map.of(
            Settings.AERON_TERM_LENGTH, "128k",
            Settings.AERON_IPC_MTU, "1056",
            Settings.AERON_UDP_MTU, "2k");
        final AeronService service = new AeronService();
        try (Engine engine = Engine.launch(context(given, form).transport(service));
            Counters counters = Counters.inMemory())
        {
            final TransportAgent agent = service.agent("probe", counters);
            final Connection ipc = agent.connect("aeron:ipc");
            final Connection udp = agent.connect(TransportPair.UDP.replace("|term-length=64k", ""));
            final AeronChannel channel = ((AeronConnection)ipc).channel;

            assertEquals(128 << 10, channel.termLength());
            assertTrue(channel.publication(1).contains("mtu=1056"), channel.publication(1));
            final String udpPublication = ((AeronConnection)udp).channel.publication(1);
            assertTrue(udpPublication.contains("mtu=2k") && udpPublication.contains("term-length=128k"),
                udpPublication);
            assertInForce(given, engine.configuration());
            agent.close();
        }
    }

    @Test
    void shouldRefuseWhatTheTransportThatWasGivenDoesNotDo()
    {
        final AeronTransport transport =
            AeronTransport.launch(new AeronTransport.Context().set(Settings.AERON_TERM_LENGTH, 64 << 10));
        final Engine.Context context =
            Engines.context("told").transport(transport).set(Settings.AERON_TERM_LENGTH, 128 << 10);

        final ConfigurationException ex = assertThrows(ConfigurationException.class, () -> Engine.launch(context));

        assertEquals(
            "weir.aeron.term.length=128k (builder) comes too late: the transport that the engine was given has " +
                "weir.aeron.term.length=64k (builder); give both the same value",
            ex.getMessage());
    }

    @Test
    void shouldRefuseWhatTheDriverThatIsSharedDoesNotDoAndTakeItOtherwise()
    {
        try (Engine first = Engine.launch(
            Engines.context("first").set(Settings.AERON_DRIVER_IDLE, IdleKind.YIELDING).listen(TransportPair.IPC)))
        {
            final Engine.Context other = Engines.context("other").set(Settings.AERON_DRIVER_IDLE, IdleKind.SLEEPING)
                .listen("aeron:ipc?term-length=64k|stream-id=5");
            final ConfigurationException ex = assertThrows(ConfigurationException.class, () -> Engine.launch(other));
            assertTrue(ex.getMessage().contains("the media driver that is launched already has " +
                "weir.aeron.driver.idle=yielding"), ex.getMessage());

            try (Engine second = Engine.launch(Engines.context("second").listen("aeron:ipc?stream-id=5")))
            {
                assertEquals(IdleKind.YIELDING, second.configuration().value(Settings.AERON_DRIVER_IDLE));
                assertEquals(first.configuration().value(Settings.AERON_DIR),
                    second.configuration().value(Settings.AERON_DIR));
            }
        }
    }

    @Test
    void shouldRefuseAnAgentThatCannotInvokeTheDriverSinceItIsNotThere()
    {
        final Engine.Context context =
            Engines.context("absent").set(Settings.AERON_DRIVER_AGENT, 1).listen(TransportPair.IPC);

        final ConfigurationException ex = assertThrows(ConfigurationException.class, () -> Engine.launch(context));

        assertTrue(ex.getMessage().contains("weir.aeron.driver.agent=1 (builder) names an agent that is not there"),
            ex.getMessage());
    }

    @Test
    void shouldRefuseAnAddressThatDoesNotGoWithWhatTheEngineIsTold()
    {
        final Engine.Context context = Engines.context("contradicting").set(Settings.AERON_TERM_LENGTH, 64 << 10)
            .set(Settings.AERON_IPC_MTU, 16 << 10).listen("aeron:ipc");

        final String message =
            assertThrows(IllegalArgumentException.class, () -> Engine.launch(context)).getMessage();

        assertTrue(message.contains("make term-length larger or mtu smaller"), message);
    }

    private static void assertInForce(final Map<Setting<?>, String> given, final Configuration configuration)
    {
        given.forEach((setting, text) -> assertEquals(text, configuration.text(setting), setting.key()));
    }

    private Engine.Context context(final Map<Setting<?>, String> given, final SettingSource form) throws IOException
    {
        final Properties properties = new Properties();
        final Map<String, String> environment = new HashMap<>();
        final StringBuilder profile = new StringBuilder();
        given.forEach((setting, text) ->
        {
            switch (form)
            {
                case PROPERTY -> properties.setProperty(setting.key(), text);
                case ENVIRONMENT -> environment.put(setting.environmentName(), text);
                case PROFILE -> profile.append(setting.key()).append('=').append(text).append('\n');
                default ->
                    {
                }
            }
        });
        final Configuration.Builder builder =
            Configuration.builder().properties(properties).environment(environment);
        if (SettingSource.PROFILE == form)
        {
            builder.set(Settings.PROFILE, Files.writeString(directory.resolve("profile"), profile).toString());
        }
        final Engine.Context context =
            new Engine.Context().configuration(builder.build()).set(Settings.COUNTERS_DIR, "none");
        if (SettingSource.BUILDER == form)
        {
            given.forEach((setting, text) -> set(context, setting, text));
        }
        return context;
    }

    private static <T> void set(final Engine.Context context, final Setting<T> setting, final String text)
    {
        context.set(setting, setting.parse(text));
    }
}
