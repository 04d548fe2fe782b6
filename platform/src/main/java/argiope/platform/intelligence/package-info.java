/// Private intelligence: judgements, sightings, indicators, relationships and casebooks, kept and found again.
///
/// Lives here: [argiope.platform.intelligence.Intelligence] (every use case), the access rule, verdicts, the history of
/// an
/// entity, and two ports: [argiope.platform.intelligence.EntityStore] keeps the truth,
/// [argiope.platform.intelligence.EntityIndex] is derived from it and finds. Between them an outbox: each change has a
/// number, is written in the same unit of work as the entity, and a thread of its own carries it to the index. What an
/// entity is stands in `entity`, what a query means in `search`. May use: `core`, JSON trees. Used by: the HTTP adapter
/// and the private-intelligence module. Knows no type of entity by name, except the judgement, for verdicts.
@NullMarked
package argiope.platform.intelligence;

import org.jspecify.annotations.NullMarked;
