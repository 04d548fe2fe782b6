package argiope.lucene.entities;

import argiope.platform.intelligence.search.IndexDocument;
import argiope.platform.intelligence.search.Words;
import argiope.platform.intelligence.search.Words.Token;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;

/// The mapping of a document to Lucene's, and the names of its fields.
final class EntityDocuments {
    static final String ID = "id";
    static final String VERSION = "version";

    private static final FieldType TERMS = type(IndexOptions.DOCS, false);
    private static final FieldType POSITIONS = type(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS, true);

    private EntityDocuments() {}

    private static FieldType type(IndexOptions options, boolean tokenized) {
        var type = new FieldType();
        type.setIndexOptions(options);
        type.setTokenized(tokenized);
        type.setOmitNorms(true);
        type.freeze();
        return type;
    }

    static String value(String field) {
        return "v:" + field;
    }

    static String word(String field) {
        return "w:" + field;
    }

    static String stem(String field) {
        return "s:" + field;
    }

    static String number(String field) {
        return "n:" + field;
    }

    static String sort(String field, boolean descending) {
        return (descending ? "d:" : "a:") + field;
    }

    static Term idTerm(String id) {
        return new Term(ID, id);
    }

    static BytesRef bytes(String key) {
        return new BytesRef(key.getBytes(StandardCharsets.ISO_8859_1));
    }

    static Document of(IndexDocument entity) {
        var document = new Document();
        document.add(new StringField(ID, entity.id(), Field.Store.YES));
        document.add(new NumericDocValuesField(VERSION, entity.version()));
        entity.values().forEach((field, terms) -> {
            for (var term : terms) document.add(new Field(value(field), term, TERMS));
        });
        entity.words().forEach((field, tokens) -> {
            var written = new ArrayList<Token>();
            var stems = new ArrayList<Token>();
            for (var token : tokens) (Words.isStem(token.term()) ? stems : written).add(token);
            document.add(new Field(word(field), new Tokens(written), POSITIONS));
            document.add(new Field(stem(field), new Tokens(stems), POSITIONS));
        });
        entity.numbers().forEach((field, numbers) -> {
            for (var number : numbers) document.add(new LongPoint(number(field), number));
        });
        entity.sortKeys().forEach((field, key) -> {
            document.add(new SortedDocValuesField(sort(field, false), bytes(key.up())));
            document.add(new SortedDocValuesField(sort(field, true), bytes(key.down())));
        });
        return document;
    }

    /// Tokens that were cut already.
    private static final class Tokens extends TokenStream {
        private final List<Token> tokens;
        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
        private final PositionIncrementAttribute step = addAttribute(PositionIncrementAttribute.class);
        private int next;
        private int position = -1;

        Tokens(List<Token> tokens) {
            this.tokens = tokens;
        }

        @Override
        public void reset() {
            next = 0;
            position = -1;
        }

        @Override
        public boolean incrementToken() {
            if (next == tokens.size()) return false;
            clearAttributes();
            var token = tokens.get(next++);
            term.append(token.term());
            step.setPositionIncrement(token.position() - position);
            position = token.position();
            return true;
        }
    }
}
