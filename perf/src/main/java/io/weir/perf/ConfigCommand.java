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

package io.weir.perf;

import io.weir.config.Configuration;
import io.weir.config.Setting;
import io.weir.config.SettingSource;
import io.weir.config.Settings;

import java.io.PrintWriter;
import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows every setting as an engine would take it here: what system properties, environment and profile make of it. */
@Command(
    name = "config",
    description = {
        "Prints every option of an engine with its value and where that comes from: a system property, the " +
            "environment, the profile or the default.",
        "What is wrong with any of them is an error that names it."},
    mixinStandardHelpOptions = true,
    versionProvider = WeirCommand.Version.class,
    sortOptions = false)
final class ConfigCommand implements Callable<Integer>
{
    @Option(names = "--profile", paramLabel = "NAME|FILE",
        description = "default, low-latency or a properties file; else what weir.profile or WEIR_PROFILE says.")
    private String profile;

    @Option(names = "--properties",
        description = "Print a properties file, which --profile and weir.profile can read; defaults as comments.")
    private boolean properties;

    @Spec
    private CommandSpec spec;

    ConfigCommand()
    {
    }

    @Override
    public Integer call()
    {
        final Configuration configuration = configuration();
        final PrintWriter out = spec.commandLine().getOut();
        if (properties)
        {
            Settings.all().stream().filter(setting -> Settings.PROFILE != setting)
                .forEach(setting -> printProperty(out, configuration, setting));
        }
        else
        {
            printTable(out, configuration);
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private Configuration configuration()
    {
        final Configuration.Builder builder = Configuration.builder();
        if (null != profile)
        {
            builder.set(Settings.PROFILE, profile);
        }
        return Surroundings.configuration(builder);
    }

    private static void printTable(final PrintWriter out, final Configuration configuration)
    {
        int keyWidth = 0;
        int valueWidth = 0;
        for (final Setting<?> setting : Settings.all())
        {
            keyWidth = Math.max(keyWidth, setting.key().length());
            valueWidth = Math.max(valueWidth, shown(configuration, setting).length());
        }
        final String line = "%-" + keyWidth + "s  %-" + valueWidth + "s  %s%n";
        out.printf(line, "option", "value", "from");
        for (final Setting<?> setting : Settings.all())
        {
            out.printf(line, setting.key(), shown(configuration, setting), configuration.origin(setting));
        }
    }

    private static void printProperty(
        final PrintWriter out,
        final Configuration configuration,
        final Setting<?> setting)
    {
        out.println("# " + setting.doc() + " Allowed: " + setting.allowed());
        out.println((SettingSource.DEFAULT == configuration.source(setting) ? "# " : "") + setting.key() + " = " +
            configuration.text(setting).replace("\\", "\\\\"));
    }

    private static String shown(final Configuration configuration, final Setting<?> setting)
    {
        final String text = configuration.text(setting);
        return text.isEmpty() ? "(empty)" : text;
    }
}
