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

import io.weir.config.ConfigurationException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The root of Weir's command line. Without a sub-command it prints its usage and exits 2.
 * <p>
 * Every command exits with 0 when it did what was asked and all was well, 1 when it found something wrong or could not
 * finish, 2 when it was asked wrongly: then it says what, where and what to do, and has done nothing.
 */
@Command(
    name = "weir",
    description = "Streams with credit, measured and proven.",
    mixinStandardHelpOptions = true,
    versionProvider = WeirCommand.Version.class,
    subcommands = {
        LoadCommand.class, ProvideCommand.class, CompareCommand.class, ConfigCommand.class, DriverCommand.class,
        ExampleCommand.class, VerifyCommand.class},
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:all was well", "1:something was wrong, or could not be finished", "2:misuse"})
public final class WeirCommand implements Callable<Integer>
{
    private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";
    /** Held, since the system's loggers are forgotten with their levels when nobody holds them. */
    private static final Logger LOG = Logger.getLogger("io.weir");

    @Spec
    private CommandSpec spec;

    WeirCommand()
    {
    }

    /**
     * Runs the command line and exits with its status.
     *
     * @param args as typed.
     */
    public static void main(final String[] args)
    {
        quieten();
        System.exit(execute(commandLine(), args));
    }

    /** What is logged is a line on the terminal, and no more than warnings, unless the caller has configured it. */
    private static void quieten()
    {
        if (null == System.getProperty("java.util.logging.config.file") &&
            null == System.getProperty("java.util.logging.config.class"))
        {
            if (null == System.getProperty(LOG_FORMAT))
            {
                System.setProperty(LOG_FORMAT, "weir: %5$s%6$s%n");
            }
            LOG.setLevel(Level.WARNING);
        }
    }

    /**
     * Runs a command line.
     *
     * @param line to be run.
     * @param args as typed.
     * @return the exit status.
     */
    static int execute(final CommandLine line, final String... args)
    {
        try
        {
            return line.execute(args);
        }
        catch (final InternalError ex)
        {
            // The JVM's word for memory that a full file system could not give.
            final String words = Surroundings.inWords(ex);
            if (null == words)
            {
                throw ex;
            }
            line.getErr().println("weir: " + words);
            line.getErr().flush();
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    /**
     * {@return the command line, ready to execute; it writes to the terminal unless told otherwise}
     */
    public static CommandLine commandLine()
    {
        final CommandLine line = new CommandLine(new WeirCommand());
        line.getSubcommands().get("example").getCommandSpec().usageMessage().description(ExampleCommand.description());
        return line
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(WeirCommand::onMisuse)
            .setExecutionExceptionHandler(WeirCommand::onFailure)
            .setExecutionStrategy(WeirCommand::run);
    }

    /** What nobody knows is misuse beside --help too. */
    private static int run(final CommandLine.ParseResult parsed)
    {
        for (final CommandLine at : parsed.asCommandLineList())
        {
            final List<String> unknown = at.getUnmatchedArguments();
            if (!unknown.isEmpty())
            {
                return onMisuse(new UnmatchedArgumentException(at, unknown), null);
            }
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    @Override
    public Integer call()
    {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }

    private static int onMisuse(final ParameterException ex, final String[] args)
    {
        final CommandLine at = ex.getCommandLine();
        final PrintWriter err = at.getErr();
        final String name = at.getCommandSpec().qualifiedName();
        err.println(name + ": " + ex.getMessage());
        UnmatchedArgumentException.printSuggestions(ex, err);
        err.println("Try '" + name + " --help'.");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static int onFailure(final Exception ex, final CommandLine at, final CommandLine.ParseResult parsed)
    {
        final PrintWriter err = at.getErr();
        final String name = at.getCommandSpec().qualifiedName();
        if (ex instanceof Misuse || ex instanceof ConfigurationException)
        {
            err.println(name + ": " + ex.getMessage());
            err.println("Try '" + name + " --help'.");
            err.flush();
            return CommandLine.ExitCode.USAGE;
        }
        final String words = ex instanceof Failure ? ex.getMessage() : Surroundings.inWords(ex);
        err.println(name + ": " + (null == words ? "this is a fault of weir: " + ex : words));
        if (null == words)
        {
            ex.printStackTrace(err);
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** Tells the version as the build knows it. */
    static final class Version implements IVersionProvider
    {
        Version()
        {
        }

        @Override
        public String[] getVersion()
        {
            return new String[]{"weir " + BuildProperties.version(), "JDK " + Runtime.version()};
        }
    }
}
