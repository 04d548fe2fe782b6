package argiope.appliance.format;

import argiope.core.names.PublicSuffixes;
import java.time.InstantSource;

/// What readers need from outside: the public suffixes, and a clock to tell times that cannot be.
record Reading(PublicSuffixes suffixes, InstantSource clock) {}
