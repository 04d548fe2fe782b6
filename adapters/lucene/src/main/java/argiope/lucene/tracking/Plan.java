package argiope.lucene.tracking;

import argiope.appliance.tracking.Decision;
import argiope.appliance.tracking.RowMatcher;
import argiope.appliance.tracking.TextField;
import argiope.appliance.tracking.TrackingQuery;
import argiope.appliance.tracking.TrackingQuery.Bytes;
import argiope.appliance.tracking.TrackingQuery.Category;
import argiope.appliance.tracking.TrackingQuery.Client;
import argiope.appliance.tracking.TrackingQuery.Decisions;
import argiope.appliance.tracking.TrackingQuery.Equal;
import argiope.appliance.tracking.TrackingQuery.FileName;
import argiope.appliance.tracking.TrackingQuery.InDomain;
import argiope.appliance.tracking.TrackingQuery.Reputation;
import argiope.appliance.tracking.TrackingQuery.Server;
import argiope.appliance.tracking.TrackingQuery.Sha256;
import argiope.appliance.tracking.TrackingQuery.Status;
import argiope.appliance.tracking.TrackingQuery.Url;
import argiope.appliance.tracking.TrackingQuery.User;
import argiope.appliance.tracking.UrlPattern;
import argiope.appliance.tracking.UserAliases;
import argiope.appliance.tracking.UserPattern;
import argiope.core.net.Cidr;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.WildcardQuery;
import org.apache.lucene.util.BytesRef;

/// How a question is answered: what the index can narrow down, which 4-grams must be in a row's block, and whether
/// rows must be read to be sure.
///
/// @param index clauses that all must hold; none if the index cannot help
/// @param probes per URL asked for; only blocks that hold all are read, and only ones whose observables are indexed
/// @param parts per URL asked for, in lower case: what a matching row's [argiope.appliance.tracking.UrlText] holds
/// @param check whether the index says less than the question
record Plan(List<Query> index, List<int[]> probes, List<byte[]> parts, boolean check) {
    static Plan of(TrackingQuery query, UserAliases aliases) {
        var index = new ArrayList<Query>();
        var probes = new ArrayList<int[]>();
        var parts = new ArrayList<byte[]>();
        var check = false;
        for (var criterion : query.criteria()) {
            switch (criterion) {
                case InDomain(var name) -> index.add(inDomain(RowMatcher.hostName(name)));
                case Url url -> {
                    var pattern = UrlPattern.of(url);
                    var part = pattern.part();
                    parts.add(part);
                    probes.add(
                            pattern.match() == TrackingQuery.UrlMatch.EXACT
                                    ? Grams.wholeProbes(part)
                                    : Grams.probes(part));
                    pattern.host().ifPresent(host -> index.add(host(host)));
                    check = true;
                }
                case User(var pattern) -> index.add(user(UserPattern.of(pattern, aliases)));
                case Client(var range) -> index.add(address(TrackingFields.CLIENT, range));
                case Server(var range) -> index.add(address(TrackingFields.SERVER, range));
                case Sha256(var value) -> index.add(term(TrackingFields.SHA256, TrackingFields.asciiLower(value)));
                case FileName(var text) -> {
                    index.add(tag(TrackingFields.TAG_FILE_NAME, TrackingFields.asciiLower(text)));
                    check |= isCut(text);
                }
                case Decisions(var any) -> decisions(any).ifPresent(index::add);
                case Status(var low, var high) -> index.add(between(TrackingFields.STATUS, low, high));
                case Bytes(var low, var high) -> index.add(between(TrackingFields.BYTES, low, high));
                case Reputation(var low, var high) -> index.add(between(TrackingFields.REPUTATION, low, high));
                case Category(var name) ->
                    index.add(tag(TrackingFields.TAG_CATEGORY, name.strip().toLowerCase(java.util.Locale.ROOT)));
                case Equal(var field, var value) -> {
                    var clause = equal(field, TrackingFields.asciiLower(value));
                    clause.ifPresent(index::add);
                    check |= clause.isEmpty() || isCut(value);
                }
            }
        }
        return new Plan(List.copyOf(index), List.copyOf(probes), List.copyOf(parts), check);
    }

    private static boolean isCut(String value) {
        return value.length() * 3 >= TrackingFields.LONGEST;
    }

    /// The clauses as one query that does not score.
    Optional<Query> asOne(Query... more) {
        var clauses = Stream.concat(index.stream(), Stream.of(more)).toList();
        if (clauses.isEmpty()) return Optional.empty();
        if (clauses.size() == 1) return Optional.of(clauses.getFirst());
        var all = new BooleanQuery.Builder();
        for (var clause : clauses) all.add(clause, Occur.FILTER);
        return Optional.of(all.build());
    }

    private static Query inDomain(String name) {
        var term = TrackingFields.host(name);
        if (RowMatcher.isAddressLike(name)) return new TermQuery(new Term(TrackingFields.HOST, term));
        var below = new BytesRef(java.util.Arrays.copyOf(term.bytes, term.length + 1));
        below.bytes[term.length] = '.';
        return any(
                new TermQuery(new Term(TrackingFields.HOST, term)),
                new PrefixQuery(new Term(TrackingFields.HOST, below)));
    }

    private static Query host(String host) {
        return new TermQuery(new Term(
                TrackingFields.HOST,
                TrackingFields.host(RowMatcher.address(host).orElse(host))));
    }

    private static Query any(Query... clauses) {
        var any = new BooleanQuery.Builder();
        for (var clause : clauses) any.add(clause, Occur.SHOULD);
        return any.build();
    }

    private static Query user(UserPattern pattern) {
        if (pattern.domains().isEmpty()) {
            return pattern.hasWildcard()
                    ? wildcard(pattern.name(), "*")
                    : new PrefixQuery(new Term(TrackingFields.USER, bytes(pattern.name() + "\0")));
        }
        return any(Stream.concat(Stream.of(""), pattern.domains().stream())
                .map(domain -> pattern.hasWildcard()
                        ? wildcard(pattern.name(), domain)
                        : new TermQuery(new Term(TrackingFields.USER, bytes(pattern.name() + "\0" + domain))))
                .toArray(Query[]::new));
    }

    private static Query wildcard(String name, String domain) {
        return new WildcardQuery(new Term(TrackingFields.USER, escaped(name) + "\0" + escaped(domain)));
    }

    /// Only `*` keeps a meaning.
    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("?", "\\?");
    }

    private static Query address(String field, Cidr range) {
        return new AddressQuery(field, range.first(), range.last());
    }

    private static Optional<Query> decisions(java.util.Set<Decision> any) {
        if (any.size() == Decision.values().length) return Optional.empty();
        if (any.contains(Decision.ALLOW))
            return Optional.of(NumericDocValuesField.newSlowSetQuery(
                    TrackingFields.DECISION,
                    any.stream().mapToLong(TrackingFields::code).toArray()));
        return Optional.of(any(any.stream()
                .map(decision -> tag(TrackingFields.TAG_DECISION, decision.wire()))
                .toArray(Query[]::new)));
    }

    private static Query between(String field, long low, long high) {
        return NumericDocValuesField.newSlowRangeQuery(field, low, high);
    }

    private static Optional<Query> equal(TextField field, String value) {
        var name = TrackingFields.TEXTS.get(field);
        if (name != null)
            return Optional.of(SortedDocValuesField.newSlowExactQuery(name, TrackingFields.term(bytes(value).bytes)));
        var letter = TrackingFields.TAGS.get(field);
        return letter == null ? Optional.empty() : Optional.of(tag(letter, value));
    }

    private static Query tag(char letter, String value) {
        return new TermQuery(new Term(TrackingFields.TAG, TrackingFields.tag(letter, value)));
    }

    private static Query term(String field, String value) {
        return new TermQuery(new Term(field, bytes(value)));
    }

    private static BytesRef bytes(String text) {
        return new BytesRef(text.getBytes(StandardCharsets.UTF_8));
    }
}
