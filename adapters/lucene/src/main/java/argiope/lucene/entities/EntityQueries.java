package argiope.lucene.entities;

import static argiope.lucene.entities.EntityDocuments.number;
import static argiope.lucene.entities.EntityDocuments.stem;
import static argiope.lucene.entities.EntityDocuments.value;
import static argiope.lucene.entities.EntityDocuments.word;

import argiope.core.access.Refusal;
import argiope.platform.intelligence.search.Query;
import argiope.platform.intelligence.search.Words;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.AutomatonQuery;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.search.WildcardQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.automaton.LevenshteinAutomata;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;
import org.jspecify.annotations.Nullable;

/// Turns what is asked into Lucene's queries, one for one.
final class EntityQueries {
    private EntityQueries() {}

    static org.apache.lucene.search.Query of(Query query) {
        try {
            return translated(query);
        } catch (TooComplexToDeterminizeException _) {
            throw new Refusal.Invalid(
                    "bad-query",
                    "The query has a pattern with too many wildcards.",
                    Map.of("type", "ES Invalid Request"));
        }
    }

    private static org.apache.lucene.search.Query translated(Query query) {
        return switch (query) {
            case Query.Everything _ -> MatchAllDocsQuery.INSTANCE;
            case Query.Nothing _ -> MatchNoDocsQuery.INSTANCE;
            case Query.All(var all) -> {
                var builder = new BooleanQuery.Builder();
                var positive = false;
                for (var each : all) {
                    if (each instanceof Query.Not(var inner)) {
                        builder.add(translated(inner), Occur.MUST_NOT);
                    } else {
                        builder.add(translated(each), Occur.FILTER);
                        positive = true;
                    }
                }
                if (!positive) builder.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
                yield builder.build();
            }
            case Query.Any(var any) -> {
                var builder = new BooleanQuery.Builder();
                for (var each : any) builder.add(translated(each), Occur.SHOULD);
                yield builder.setMinimumNumberShouldMatch(1).build();
            }
            case Query.Not(var inner) ->
                new BooleanQuery.Builder()
                        .add(MatchAllDocsQuery.INSTANCE, Occur.FILTER)
                        .add(translated(inner), Occur.MUST_NOT)
                        .build();
            case Query.Value(var field, var term) -> new TermQuery(new Term(value(field), term));
            case Query.ValuePattern(var field, var pattern) -> new WildcardQuery(new Term(value(field), pattern));
            case Query.ValueBetween between ->
                new TermRangeQuery(
                        value(between.field()),
                        bytes(between.from()),
                        bytes(between.to()),
                        between.fromIn(),
                        between.toIn());
            case Query.ValueLike(var field, var term, var edits) -> like(value(field), term, edits);
            case Query.Word(var field, var term) -> new TermQuery(token(field, term));
            case Query.WordPattern(var field, var pattern) -> new WildcardQuery(new Term(word(field), pattern));
            case Query.WordLike(var field, var term, var edits) -> like(word(field), term, edits);
            case Query.Phrase phrase -> {
                var builder = new PhraseQuery.Builder().setSlop(phrase.slop());
                for (var each : phrase.tokens()) builder.add(token(phrase.field(), each.term()), each.position());
                yield builder.build();
            }
            case Query.NumberBetween(var field, var from, var to) -> LongPoint.newRangeQuery(number(field), from, to);
        };
    }

    private static Term token(String field, String term) {
        return new Term(Words.isStem(term) ? stem(field) : word(field), term);
    }

    private static @Nullable BytesRef bytes(Optional<String> end) {
        return end.map(BytesRef::new).orElse(null);
    }

    private static org.apache.lucene.search.Query like(String field, String term, int edits) {
        if (edits == 0) return new TermQuery(new Term(field, term));
        return new AutomatonQuery(new Term(field, term), new LevenshteinAutomata(term, true).toAutomaton(edits));
    }
}
