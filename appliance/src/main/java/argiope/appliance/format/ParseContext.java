package argiope.appliance.format;

import java.time.ZoneId;

/// What a reader must know beside the line, kept with the rows so that their raw lines can be read again the same
/// way.
///
/// @param format id of the format
/// @param formatText the pasted `logformat`, or empty
/// @param zone for stamps without one
/// @param uriWhitespaceAllowed the source logs URLs with raw spaces
/// @param device name of the source's device, `""` if only the line or nobody names it
/// @param arrivalYear for stamps without a year
public record ParseContext(
        String format, String formatText, ZoneId zone, boolean uriWhitespaceAllowed, String device, int arrivalYear) {}
