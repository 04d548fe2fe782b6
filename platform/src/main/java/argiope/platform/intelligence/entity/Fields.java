package argiope.platform.intelligence.entity;

import argiope.core.observable.ObservableType;
import argiope.core.verdict.Disposition;
import argiope.platform.intelligence.entity.Shape.Field;
import argiope.platform.intelligence.entity.Shape.Found;
import argiope.platform.intelligence.entity.Shape.Rule;
import argiope.platform.intelligence.entity.Shape.Structure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

/// The building blocks that descriptions of entities are made of: scalar types, shared structures, mix-ins and closed
/// vocabularies (CTIM 1.3.30).
final class Fields {
    static final Shape SHORT = new Shape.Text(1024);
    static final Shape MEDIUM = new Shape.Text(2048);
    static final Shape LONG = new Shape.Text(5000);
    static final Shape ANY_TEXT = new Shape.Text(Integer.MAX_VALUE);
    static final Shape URI = new Shape.Uri();
    static final Shape REF = new Shape.Ref();
    static final Shape TIME = new Shape.Time();
    static final Shape NUMBER = new Shape.Whole(Long.MIN_VALUE, Long.MAX_VALUE);
    static final Shape COUNT = new Shape.Whole(0, Long.MAX_VALUE);
    static final Shape FLAG = new Shape.Flag();
    static final Shape SLUG = new Shape.Slug();

    static final Shape TLP = words(Arrays.stream(Tlp.values()).map(Tlp::wire));
    static final Shape CONFIDENCE = words("Info", "Low", "Medium", "High", "None", "Unknown");
    static final Shape SEVERITY = words("Info", "Low", "Medium", "High", "None", "Unknown", "Critical");
    static final Shape DISPOSITION_NAME =
            words(Arrays.stream(Disposition.values()).map(Disposition::wire));
    static final Shape OBSERVABLE_TYPE =
            words(Arrays.stream(ObservableType.values()).map(ObservableType::wire));

    static final Structure VALID_TIME = span(false);
    static final Structure OBSERVED_TIME = span(true);

    static final Structure OBSERVABLE = object(must("value", ANY_TEXT), must("type", OBSERVABLE_TYPE));

    static final Structure REFERENCE = object(
            must("source_name", MEDIUM),
            text("description", LONG),
            may("url", URI),
            may("hashes", many(ANY_TEXT)),
            may("external_id", ANY_TEXT));

    static final Structure KILL_CHAIN_PHASE =
            new Structure(List.of(must("kill_chain_name", SLUG), must("phase_name", SLUG)), Rule.KILL_CHAIN_PHASE);

    /// A target: a device, user or resource of ours.
    static final Structure TARGET = object(
            must("type", ANY_TEXT),
            must("observables", many(OBSERVABLE)),
            must("observed_time", OBSERVED_TIME),
            may("os", ANY_TEXT));

    static final Structure SENSOR_COORDINATES =
            object(must("type", ANY_TEXT), must("observables", many(OBSERVABLE)), may("os", ANY_TEXT));

    static final Structure RELATION = object(
            must("origin", ANY_TEXT),
            may("origin_uri", URI),
            must("relation", ANY_TEXT),
            new Field("relation_info", new Shape.AnyObject(), false, Found.NEVER),
            must("source", OBSERVABLE),
            must("related", OBSERVABLE));

    static final Structure DATA_TABLE = object(
            must(
                    "columns",
                    many(object(
                            must("name", ANY_TEXT),
                            must("type", words("observable", "string", "markdown", "integer", "number", "url")),
                            text("description", LONG),
                            may("required", FLAG),
                            text("short_description", ANY_TEXT)))),
            new Field("rows", many(many(new Shape.AnyValue())), true, Found.NEVER),
            may("row_count", NUMBER));

    private Fields() {}

    static Field must(String name, Shape shape) {
        return new Field(name, shape, true, Found.BY_VALUE);
    }

    static Field may(String name, Shape shape) {
        return new Field(name, shape, false, Found.BY_VALUE);
    }

    /// An optional field that is found by the words in it.
    static Field text(String name, Shape shape) {
        return new Field(name, shape, false, Found.BY_WORDS);
    }

    static Shape many(Shape each) {
        return new Shape.Many(each);
    }

    static Structure object(Field... fields) {
        return new Structure(List.of(fields), Rule.NONE);
    }

    static Shape words(String... words) {
        return words(Arrays.stream(words));
    }

    static Shape words(Stream<String> words) {
        return new Shape.Word(words.collect(LinkedHashSet::new, LinkedHashSet::add, LinkedHashSet::addAll));
    }

    private static Structure span(boolean startRequired) {
        return new Structure(
                List.of(startRequired ? must("start_time", TIME) : may("start_time", TIME), may("end_time", TIME)),
                Rule.START_BEFORE_END);
    }

    /// What every entity has.
    static List<Field> base(String type) {
        return List.of(
                may("id", new Shape.Id()),
                may("type", words(type)),
                may("schema_version", ANY_TEXT),
                may("revision", COUNT),
                may("external_ids", many(ANY_TEXT)),
                may("external_references", many(REFERENCE)),
                may("timestamp", TIME),
                may("language", SHORT),
                may("tlp", TLP),
                may("owner", ANY_TEXT),
                may("groups", many(ANY_TEXT)),
                may("authorized_users", many(ANY_TEXT)),
                may("authorized_groups", many(ANY_TEXT)),
                may("client_id", ANY_TEXT),
                may("created", TIME),
                may("modified", TIME));
    }

    static List<Field> describable() {
        return List.of(text("title", SHORT), text("description", LONG), text("short_description", MEDIUM));
    }

    static List<Field> sourceable() {
        return List.of(may("source", MEDIUM), may("source_uri", URI));
    }

    static List<Field> sourced() {
        return List.of(must("source", MEDIUM), may("source_uri", URI));
    }

    @SafeVarargs
    static List<Field> join(List<Field>... parts) {
        var all = new ArrayList<Field>();
        for (var part : parts) all.addAll(part);
        return all;
    }

    /// Events of a sighting's context: what happened on a machine.
    static Structure context() {
        var processCreate = event(
                "ProcessCreateEvent",
                may("process_args", MEDIUM),
                may("process_hash", MEDIUM),
                may("process_size", NUMBER),
                may("process_disposition", SHORT),
                may("parent_creation_time", TIME),
                may("parent_process_id", NUMBER),
                may("parent_process_guid", NUMBER),
                may("parent_process_name", SHORT),
                may("parent_process_args", MEDIUM),
                may("parent_process_username", SHORT),
                may("parent_process_hash", MEDIUM),
                may("parent_process_size", NUMBER),
                may("parent_process_disposition", SHORT));
        var netflow = event(
                "NetflowEvent",
                must("traffic", traffic()),
                may("process_path", SHORT),
                may("process_args", SHORT),
                may("process_hash", SHORT),
                may("process_account", SHORT),
                may("process_account_type", SHORT),
                may("parent_process_id", NUMBER),
                may("parent_process_name", SHORT),
                may("parent_process_path", SHORT),
                may("parent_process_args", SHORT),
                may("parent_process_hash", SHORT),
                may("parent_process_account", SHORT),
                may("parent_process_account_type", SHORT),
                may("flow_time", TIME),
                may("byte_count_out", NUMBER),
                may("byte_count_in", NUMBER));
        var http = event(
                "HTTPEvent",
                must("host", SHORT),
                must("traffic", traffic()),
                may("url_port", NUMBER),
                may("query", LONG),
                may("encrypted", FLAG),
                may("method", words("GET", "HEAD", "POST", "PUT", "CONNECT", "OPTIONS", "TRACE", "PATCH")));
        return object(
                events("process_create_events", processCreate),
                events(
                        "library_load_events",
                        event("LibraryLoadEvent", must("dll_library_name", SHORT), must("dll_library_path", MEDIUM))),
                events("file_create_events", fileEvent("FileCreateEvent")),
                events("file_delete_events", fileEvent("FileDeleteEvent")),
                events("file_modify_events", fileEvent("FileModifyEvent")),
                events(
                        "file_move_events",
                        event(
                                "FileMoveEvent",
                                must("file_name", SHORT),
                                must("file_path", MEDIUM),
                                must("old_name", SHORT),
                                must("new_name", SHORT))),
                events("netflow_events", netflow),
                events("http_events", http),
                events("registry_create_events", event("RegistryCreateEvent", must("registry_key", SHORT))),
                events(
                        "registry_set_events",
                        event(
                                "RegistrySetEvent",
                                must("registry_key", SHORT),
                                must("registry_value", MEDIUM),
                                may("registry_data_length", NUMBER),
                                may("registry_data", LONG))),
                events(
                        "registry_delete_events",
                        event("RegistryDeleteEvent", must("registry_key", SHORT), may("registry_value", MEDIUM))),
                events(
                        "registry_rename_events",
                        event("RegistryRenameEvent", must("registry_key", SHORT), must("registry_old_key", SHORT))));
    }

    private static Field events(String name, Structure each) {
        return may(name, many(each));
    }

    private static Structure fileEvent(String type) {
        return event(type, must("file_name", SHORT), must("file_path", MEDIUM), may("failed", FLAG));
    }

    private static Structure event(String type, Field... more) {
        var common = List.of(
                must("type", words(type)),
                must("time", OBSERVED_TIME),
                must("process_id", NUMBER),
                must("process_name", SHORT),
                may("process_guid", NUMBER),
                may("process_username", SHORT));
        return new Structure(join(common, List.of(more)), Rule.NONE);
    }

    private static Structure traffic() {
        return object(
                must("protocol", NUMBER),
                must("source_ip", ANY_TEXT),
                must("destination_ip", ANY_TEXT),
                must("source_port", NUMBER),
                must("destination_port", NUMBER),
                must("direction", words("incoming", "outgoing")),
                may("destination_host_name", ANY_TEXT),
                may("source_subnet", ANY_TEXT),
                may("destination_subnet", ANY_TEXT));
    }
}
