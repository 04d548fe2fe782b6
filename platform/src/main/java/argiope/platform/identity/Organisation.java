package argiope.platform.identity;

import java.time.Instant;

/// Those who share entities, modules and devices.
public record Organisation(String id, String name, boolean enabled, Instant createdAt, Instant updatedAt) {}
