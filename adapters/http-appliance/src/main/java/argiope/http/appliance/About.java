package argiope.http.appliance;

import java.time.Instant;

/// What an appliance says of itself.
///
/// @param serial of this appliance, made at its first start
/// @param schemaVersion of the stored data
public record About(String version, String serial, int schemaVersion, Instant startedAt) {}
