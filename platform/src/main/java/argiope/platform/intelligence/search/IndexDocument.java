package argiope.platform.intelligence.search;

import argiope.platform.intelligence.search.Words.Token;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An entity as the index sees it.
///
/// @param version of the entity; an index ignores a version older than the one it has
/// @param values whole terms by field
/// @param words terms at positions by field
/// @param numbers by field; times are milliseconds
/// @param sortKeys by sort field
public record IndexDocument(
        String type,
        String id,
        long version,
        Map<String, Set<String>> values,
        Map<String, List<Token>> words,
        Map<String, List<Long>> numbers,
        Map<String, SortKey> sortKeys) {

    public Set<String> values(String field) {
        return values.getOrDefault(field, Set.of());
    }

    public List<Token> words(String field) {
        return words.getOrDefault(field, List.of());
    }

    public List<Long> numbers(String field) {
        return numbers.getOrDefault(field, List.of());
    }

    public SortKey sortKey(String field) {
        return sortKeys.getOrDefault(field, SortKey.MISSING);
    }
}
