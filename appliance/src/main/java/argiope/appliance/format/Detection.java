package argiope.appliance.format;

import java.util.Optional;

/// Which format a sample of lines is in.
///
/// @param format what to put into [ParseContext#format]: the leading format and up to two to fall back on
/// @param lead id of the leading format, `""` if no format reads any line
/// @param share of the sample's lines that the leading format reads fully or skips by a rule, 0 to 1
/// @param notice what a person should know, if the share is low
public record Detection(String format, String lead, double share, Optional<String> notice) {}
