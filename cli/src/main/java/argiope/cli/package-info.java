/// The appliance's command line: a client of its HTTP API, like anybody else's.
///
/// Lives here: the session with its menus ([argiope.cli.Cli]), the dialogues by command, importing files
/// and adding users through a running appliance ([argiope.cli.ImportCommand],
/// [argiope.cli.AddUserCommand]), and how the API is reached ([argiope.cli.ApplianceClient]). May use: the
/// API, JLine, Jackson. Used by: `app`. Knows no class of the appliance.
@NullMarked
package argiope.cli;

import org.jspecify.annotations.NullMarked;
