package argiope.lucene.tracking;

import argiope.appliance.tracking.Decision;
import argiope.appliance.tracking.NumberField;
import argiope.appliance.tracking.Row;
import argiope.appliance.tracking.RowMatcher;
import argiope.appliance.tracking.TextField;
import argiope.appliance.tracking.UrlText;
import argiope.core.net.Addresses;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.InvertableType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.util.BytesRef;

/// Turns a row into a document. Its fields are made once and hold views on the row's bytes. Owned by one thread.
final class RowDocument {
    private static final FieldType TERM = type(DocValuesType.NONE);
    private static final FieldType TERM_AND_VALUE = type(DocValuesType.SORTED);

    private final List<IndexableField> document = new ArrayList<>(24);
    private final NumericDocValuesField time = NumericDocValuesField.indexedField(TrackingFields.TIME, 0);
    private final NumericDocValuesField seq = new NumericDocValuesField(TrackingFields.SEQ, 0);
    private final NumericDocValuesField decision = new NumericDocValuesField(TrackingFields.DECISION, 0);
    private final NumericDocValuesField status = new NumericDocValuesField(TrackingFields.STATUS, 0);
    private final NumericDocValuesField bytes = new NumericDocValuesField(TrackingFields.BYTES, 0);
    private final NumericDocValuesField reputation = new NumericDocValuesField(TrackingFields.REPUTATION, 0);
    private final NumericDocValuesField start = new NumericDocValuesField(TrackingFields.START, 0);
    private final Term host = new Term(TrackingFields.HOST, TERM);
    private final BytesRef domainBytes = new BytesRef();
    private final SortedDocValuesField domain = new SortedDocValuesField(TrackingFields.DOMAIN, domainBytes);
    private final Term user = new Term(TrackingFields.USER, TERM_AND_VALUE);
    private final Term client = new Term(TrackingFields.CLIENT, TERM_AND_VALUE);
    private final Term server = new Term(TrackingFields.SERVER, TERM_AND_VALUE);
    private final Term sha256 = new Term(TrackingFields.SHA256, TERM);
    private final Map<TextField, Lowered> texts = new EnumMap<>(TextField.class);
    private final Lowered[] textFields;
    private final TextField[] tagFields = TrackingFields.TAGS.keySet().toArray(TextField[]::new);
    private byte[] reversed = new byte[TrackingFields.LONGEST];
    private byte[] userKey = new byte[256];
    private final byte[] addressProbe = new byte[16];

    RowDocument() {
        TrackingFields.TEXTS.forEach((field, name) -> texts.put(field, new Lowered(field, name)));
        textFields = texts.values().toArray(Lowered[]::new);
    }

    private static FieldType type(DocValuesType values) {
        var type = new FieldType();
        type.setIndexOptions(IndexOptions.DOCS);
        type.setOmitNorms(true);
        type.setTokenized(false);
        type.setDocValuesType(values);
        type.freeze();
        return type;
    }

    /// A field whose whole value is one term; set by changing [#ref].
    private static final class Term extends Field {
        final BytesRef ref;

        Term(String name, FieldType type) {
            super(name, new BytesRef(), type);
            ref = (BytesRef) fieldsData;
        }

        @Override
        public InvertableType invertableType() {
            return InvertableType.BINARY;
        }

        void set(byte[] array, int from, int to) {
            ref.bytes = array;
            ref.offset = from;
            ref.length = Math.min(to - from, TrackingFields.LONGEST);
        }
    }

    /// A text in ASCII lower case as sorted doc values.
    private static final class Lowered {
        final TextField field;
        final BytesRef ref = new BytesRef(new byte[64]);
        final SortedDocValuesField value;

        Lowered(TextField field, String name) {
            this.field = field;
            value = new SortedDocValuesField(name, ref);
        }

        void set(byte[] array, int from, int to) {
            var length = Math.min(to - from, TrackingFields.LONGEST);
            if (ref.bytes.length < length) ref.bytes = new byte[length];
            for (var i = 0; i < length; i++) ref.bytes[i] = UrlText.lower(array[from + i]);
            ref.length = length;
        }
    }

    /// The document of `row` at this place; void when the row or this changes.
    List<IndexableField> of(Row row, long place, boolean observables) {
        document.clear();
        add(time, row.number(NumberField.TIME));
        add(seq, place);
        add(decision, TrackingFields.code(row.decision()));
        if (row.has(NumberField.STATUS)) add(status, row.number(NumberField.STATUS));
        if (row.has(NumberField.BYTES_TO_CLIENT)) add(bytes, row.number(NumberField.BYTES_TO_CLIENT));
        if (row.has(NumberField.REPUTATION_SCORE)) add(reputation, row.number(NumberField.REPUTATION_SCORE));
        var array = row.array();
        if (row.has(TextField.HOST)) addHost(row, array);
        if (row.has(TextField.USER_KEY)) addUser(row, array);
        if (row.hasClient()) {
            client.set(row.client(), 0, 16);
            document.add(client);
        }
        if (row.hasServer()) {
            server.set(row.server(), 0, 16);
            document.add(server);
        }
        for (var text : textFields) {
            if (!row.has(text.field)) continue;
            text.set(array, row.from(text.field), row.to(text.field));
            document.add(text.value);
        }
        for (var field : tagFields)
            if (row.has(field))
                tag(TrackingFields.TAGS.getOrDefault(field, '?'), TrackingFields.asciiLower(row.text(field)));
        for (var category : row.categories())
            tag(TrackingFields.TAG_CATEGORY, category.strip().toLowerCase(Locale.ROOT));
        if (row.decision() != Decision.ALLOW)
            tag(TrackingFields.TAG_DECISION, row.decision().wire());
        if (RowMatcher.isLong(row)) {
            document.add(term(TrackingFields.TAG_LONG));
            add(start, RowMatcher.startTime(row));
        }
        if (observables) {
            if (row.has(TextField.FILE_SHA256)) {
                var hash = TrackingFields.asciiLower(row.text(TextField.FILE_SHA256))
                        .getBytes(StandardCharsets.UTF_8);
                sha256.set(hash, 0, hash.length);
                document.add(sha256);
            }
            if (row.has(TextField.FILE_NAME))
                tag(TrackingFields.TAG_FILE_NAME, TrackingFields.asciiLower(row.text(TextField.FILE_NAME)));
        }
        return document;
    }

    private void add(NumericDocValuesField field, long value) {
        field.setLongValue(value);
        document.add(field);
    }

    private void tag(char letter, String value) {
        document.add(term(TrackingFields.tag(letter, value)));
    }

    private static Term term(BytesRef value) {
        var field = new Term(TrackingFields.TAG, TERM);
        field.set(value.bytes, value.offset, value.offset + value.length);
        return field;
    }

    private void addHost(Row row, byte[] array) {
        var from = row.from(TextField.HOST);
        var to = row.to(TextField.HOST);
        if (isAddress(array, from, to)) {
            host.set(array, from, to);
        } else {
            if (reversed.length < to - from) reversed = new byte[to - from];
            TrackingFields.reverse(array, from, to, reversed);
            host.set(reversed, 0, to - from);
        }
        document.add(host);
        var group = row.has(TextField.DOMAIN) ? TextField.DOMAIN : TextField.HOST;
        domainBytes.bytes = array;
        domainBytes.offset = row.from(group);
        domainBytes.length = Math.min(row.to(group) - row.from(group), TrackingFields.LONGEST);
        document.add(domain);
    }

    private boolean isAddress(byte[] array, int from, int to) {
        if (from == to) return false;
        var last = array[to - 1];
        for (var i = from; i < to; i++) if (array[i] == ':') return Addresses.parse(array, from, to, addressProbe);
        return last >= '0' && last <= '9' && Addresses.parse(array, from, to, addressProbe);
    }

    private void addUser(Row row, byte[] array) {
        var from = row.from(TextField.USER_KEY);
        var length = row.to(TextField.USER_KEY) - from;
        var domainFrom = row.from(TextField.USER_DOMAIN);
        var domainLength = row.has(TextField.USER_DOMAIN) ? row.to(TextField.USER_DOMAIN) - domainFrom : 0;
        if (userKey.length < length + 1 + domainLength) userKey = new byte[length + 1 + domainLength];
        System.arraycopy(array, from, userKey, 0, length);
        userKey[length] = 0;
        if (domainLength > 0) System.arraycopy(array, domainFrom, userKey, length + 1, domainLength);
        user.set(userKey, 0, length + 1 + domainLength);
        document.add(user);
    }
}
