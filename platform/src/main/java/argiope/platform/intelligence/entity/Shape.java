package argiope.platform.intelligence.entity;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/// What a JSON value of an entity may look like. Objects are closed: an unknown key is an error.
public sealed interface Shape {

    /// Text of at most so many characters.
    record Text(int most) implements Shape {}

    /// Lower case words joined by `-` or `_`, at most 1,024 characters.
    record Slug() implements Shape {}

    /// An address that parses as a URI, at most 2,048 characters.
    record Uri() implements Shape {}

    /// The long or transient id of an entity, ours or somebody else's.
    record Ref() implements Shape {}

    /// The id of the entity itself. Its form is looked at where it counts, when the entity is made.
    record Id() implements Shape {}

    /// A moment, ISO 8601; without a zone it is UTC. From 1970 up to the beginning of 2525.
    record Time() implements Shape {}

    /// A whole number in a range.
    record Whole(long least, long most) implements Shape {}

    record Flag() implements Shape {}

    /// One of a closed list of words; case counts.
    record Word(SequencedSet<String> words) implements Shape {
        public Word {
            words = new LinkedHashSet<>(words);
        }
    }

    record Many(Shape each) implements Shape {}

    /// An object with these fields and no other.
    record Structure(List<Field> fields, Rule rule) implements Shape {
        public Structure {
            fields = List.copyOf(fields);
        }

        public Optional<Field> field(String name) {
            return fields.stream().filter(f -> f.name().equals(name)).findFirst();
        }
    }

    /// Several structures, told apart by their field `type`.
    record Choice(Map<String, Structure> byType) implements Shape {
        public Choice {
            byType = Map.copyOf(byType);
        }
    }

    /// An object of any keys.
    record AnyObject() implements Shape {}

    record AnyValue() implements Shape {}

    /// Entities of all types by their plural keys, inside a casebook. Kept as sent and never searched.
    record Bundle() implements Shape {}

    /// What must hold between the fields of a structure.
    enum Rule {
        NONE,
        START_BEFORE_END,
        KILL_CHAIN_PHASE
    }

    /// How a field is found by a search: by its whole value, by the words in it, or not at all.
    enum Found {
        BY_VALUE,
        BY_WORDS,
        NEVER
    }

    record Field(String name, Shape shape, boolean required, Found found) {
        Field asRequired() {
            return new Field(name, shape, true, found);
        }
    }
}
