package argiope.http.platform.ctia;

import static argiope.http.platform.ctia.CtiaRoutes.require;
import static argiope.http.platform.ctia.CtiaRoutes.type;

import argiope.core.access.Refusal;
import argiope.core.observable.Observable;
import argiope.core.observable.ObservableType;
import argiope.http.Json;
import argiope.http.Request;
import argiope.http.Response;
import argiope.http.platform.ctia.CtiaRoutes.Right;
import argiope.platform.intelligence.Intelligence;
import argiope.platform.intelligence.entity.Moments;
import argiope.platform.intelligence.search.Search;
import argiope.platform.intelligence.search.Search.Takes;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is known of an observable: the verdict, and look-ups.
final class ObservableResource {
    private static final String ROOT = "/ctia/{observable_type}/{observable_value}";

    private final Intelligence intelligence;

    ObservableResource(Intelligence intelligence) {
        this.intelligence = intelligence;
    }

    void addTo(CtiaRoutes routes) {
        routes.add("GET", ROOT + "/verdict", this::verdict);
        routes.add("GET", ROOT + "/judgements", request -> entities(request, "judgement"));
        routes.add("GET", ROOT + "/sightings", request -> entities(request, "sighting"));
        routes.add("GET", ROOT + "/judgements/indicators", this::indicatorsOfJudgements);
        routes.add("GET", ROOT + "/sightings/indicators", this::indicatorsOfSightings);
    }

    private static Observable observable(Request request) {
        var name = request.path("observable_type");
        var known = ObservableType.of(name)
                .orElseThrow(() -> new Refusal.Invalid(
                        "bad-parameter",
                        "'" + name + "' is no type of observable.",
                        Map.of("errors", Map.of("observable_type", "unknown observable type"))));
        return new Observable(known, request.path("observable_value"));
    }

    private static Optional<Instant> time(Request request, String name) {
        return request.query(name)
                .map(text -> Moments.read(text)
                        .orElseThrow(() -> new Refusal.Invalid(
                                "bad-parameter",
                                "The parameter '" + name + "' must be a time such as 2026-01-14T09:31:07.000Z.")));
    }

    private Response verdict(Request request) {
        var caller = request.caller();
        if (!caller.may("private-intel/verdict:read") && !caller.may("private-intel/judgement:read"))
            throw CtiaRoutes.missing(caller, List.of("read-verdict"));
        CtiaRoutes.refuseUnknown(request, Set.of("from", "to", "explain"));
        var verdict = intelligence.verdict(caller, observable(request), time(request, "from"), time(request, "to"));
        if (verdict.isEmpty())
            return Response.json(
                    404, Json.object().put("message", "no verdict currently available for the supplied observable"));
        return Response.ok(
                request.queryFlag("explain")
                        ? verdict.get().explained()
                        : verdict.get().document());
    }

    private Response entities(Request request, String name) {
        var caller = require(request, name, Right.LIST);
        var search = Search.read(type(name), intelligence.addresses(), request.queries(), Takes.LOOK_UP)
                .of(observable(request));
        return Pages.of(search, intelligence.search(caller, search));
    }

    private Response indicatorsOfJudgements(Request request) {
        require(request, "relationship", Right.LIST);
        var caller = require(request, "judgement", Right.LIST);
        return Pages.of(intelligence.indicatorsOfJudgements(caller, observable(request)), byId(request));
    }

    private Response indicatorsOfSightings(Request request) {
        require(request, "relationship", Right.LIST);
        var caller = require(request, "sighting", Right.LIST);
        return Pages.of(intelligence.indicatorsOfSightings(caller, observable(request)), byId(request));
    }

    /// The page asked for, of ids, which have one order only.
    private Search byId(Request request) {
        CtiaRoutes.refuseUnknown(request, Set.of("sort_by", "sort_order", "limit", "offset", "search_after"));
        var parameters = new LinkedHashMap<>(request.queries());
        var sort = parameters.getOrDefault("sort_by", List.of("id"));
        if (!sort.equals(List.of("id")))
            throw new Refusal.Invalid("bad-parameter", "The parameter 'sort_by' can only be 'id' here.");
        parameters.put("sort_by", sort);
        return Search.read(type("indicator"), intelligence.addresses(), parameters, Takes.LOOK_UP);
    }
}
