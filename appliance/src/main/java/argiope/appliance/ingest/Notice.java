package argiope.appliance.ingest;

/// Something a person should know about a source, that is no line and stays out of the balance.
///
/// @param at milliseconds since 1970
/// @param code a stable word: `truncated-archive`, `known-file`, `silent`, ...
public record Notice(long at, String code, String text) {}
