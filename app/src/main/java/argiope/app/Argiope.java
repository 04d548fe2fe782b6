package argiope.app;

import argiope.app.config.ConfigFault;
import argiope.app.demo.DemoCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// The launcher: `argiope COMMAND`. What goes wrong is said in one line; with `ARGIOPE_TRACE` set, all of it.
@Command(
        name = "argiope",
        description = "Threat response for web gateways.",
        mixinStandardHelpOptions = true,
        version = Version.PRODUCT,
        subcommands = {
            DemoCommand.class,
            PlatformCommand.class,
            ApplianceCommand.class,
            CliCommand.class,
            ImportCommand.class,
            AddUserCommand.class,
            ResetAdminCommand.class,
            HelpCommand.class
        })
public final class Argiope implements Callable<Integer> {
    public static void main(String[] arguments) {
        var line = new CommandLine(new Argiope());
        line.setExecutionExceptionHandler((fault, command, _) -> {
            var out = command.getErr();
            out.println("argiope: " + said(fault));
            if (System.getenv("ARGIOPE_TRACE") != null) fault.printStackTrace(out);
            return fault instanceof ConfigFault ? 2 : 1;
        });
        System.exit(line.execute(arguments));
    }

    /// The first message on the way down to the cause that says something.
    private static String said(Throwable fault) {
        for (var each = fault; each != null; each = each.getCause()) {
            var message = each.getMessage();
            if (message != null && !message.isBlank()) return message;
        }
        return fault.toString();
    }

    @Override
    public Integer call() {
        CommandLine.usage(this, System.err);
        return 2;
    }
}
