package argiope.appliance.tracking;

/// How many rows match: exactly, or at least that many.
public record Count(long value, boolean exact) {}
