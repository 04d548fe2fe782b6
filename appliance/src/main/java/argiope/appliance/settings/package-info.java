/// The appliance's settings: one tree, submitted into a pending set, committed with a comment.
///
/// Lives here: the tree ([argiope.appliance.settings.ApplianceSettings]) and who changes it
/// ([argiope.appliance.settings.Settings]). May use: `core`. Used by: the settings pages and the CLI to change, every
/// feature to read.
@NullMarked
package argiope.appliance.settings;

import org.jspecify.annotations.NullMarked;
