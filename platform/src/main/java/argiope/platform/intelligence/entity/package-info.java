/// What an entity is: its fields, limits and vocabularies as data, and what follows from them.
///
/// Lives here: [argiope.platform.intelligence.entity.EntityDescription] (all there is to know of one type),
/// [argiope.platform.intelligence.entity.EntityTypes] (the types the product has),
/// [argiope.platform.intelligence.entity.Shape] with its two layers of checking, identifiers and our addresses. A new
/// type is a new description; nothing else changes. May use: `core`, JSON trees. Used by: the use cases beside, the
/// search that flattens entities, and the HTTP adapter, which makes the routes of each type from its description.
@NullMarked
package argiope.platform.intelligence.entity;

import org.jspecify.annotations.NullMarked;
