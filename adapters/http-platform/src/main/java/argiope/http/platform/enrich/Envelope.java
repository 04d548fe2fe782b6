package argiope.http.platform.enrich;

import argiope.http.Json;
import argiope.platform.module.Answer;
import argiope.platform.module.Findings;
import argiope.platform.module.ModuleError;
import argiope.platform.module.ModuleInstance;
import argiope.platform.module.ThreatModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Modules' answers in their published wrapping: each part says from which module it is.
public final class Envelope {
    private Envelope() {}

    /// An object that names the module.
    public static ObjectNode from(ModuleInstance instance) {
        return Json.object()
                .put("module", instance.name())
                .put("module_instance_id", instance.id())
                .put("module_type_id", instance.typeId());
    }

    public static ObjectNode error(ModuleInstance instance, ModuleError error) {
        return from(instance)
                .put("code", error.code())
                .put("message", error.message())
                .put("type", error.type());
    }

    /// What went wrong with an answer, if anything did.
    public static Optional<ModuleError> fault(Answer<?> answer) {
        return switch (answer) {
            case Answer.Found<?> _ -> Optional.empty();
            case Answer.Late<?>(var deadline) ->
                Optional.of(new ModuleError(
                        "error", "timeout", "The module did not answer within " + seconds(deadline.toMillis()) + "."));
            case Answer.Failed<?>(var error) -> Optional.of(error);
        };
    }

    private static String seconds(long millis) {
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    static List<ObjectNode> errors(ModuleInstance instance, Answer<Findings> answer) {
        var errors = new ArrayList<ObjectNode>();
        fault(answer).ifPresent(error -> errors.add(error(instance, error)));
        if (answer instanceof Answer.Found<Findings>(var findings))
            findings.warnings().forEach(warning -> errors.add(error(instance, warning)));
        return errors;
    }

    /// `{"verdicts":{"count","docs"},…}`, only of what there is.
    static ObjectNode bundle(Findings findings) {
        var json = Json.object();
        findings.documents().forEach((kind, documents) -> {
            var part = json.putObject(kind).put("count", documents.size());
            var docs = part.putArray("docs");
            documents.forEach(docs::add);
        });
        return json;
    }

    static ArrayNode references(ModuleInstance instance, List<ThreatModule.Reference> references) {
        var list = Json.MAPPER.createArrayNode();
        for (var reference : references) {
            var json = from(instance)
                    .put("id", reference.id())
                    .put("title", reference.title())
                    .put("description", reference.description())
                    .put("url", reference.url());
            json.set("categories", Json.MAPPER.valueToTree(reference.categories()));
            list.add(json);
        }
        return list;
    }
}
