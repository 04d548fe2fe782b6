package argiope.http.platform;

import argiope.core.access.Caller;
import argiope.core.observable.Observable;
import argiope.core.observable.ObservableType;
import argiope.http.Json;
import argiope.platform.module.Findings;
import argiope.platform.module.ModuleInstance;
import argiope.platform.module.ModuleKind;
import argiope.platform.module.ThreatModule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.node.ObjectNode;

/// A module that does as a test says, in all roles. Understands domains and hashes.
public final class TestModule
        implements ModuleKind,
                ThreatModule.Deliberates,
                ThreatModule.Observes,
                ThreatModule.Refers,
                ThreatModule.Responds {
    /// What it does when it is asked.
    @FunctionalInterface
    public interface Does {
        Findings ask(List<Observable> observables) throws Exception;
    }

    /// What it does when it is triggered.
    @FunctionalInterface
    public interface Acts {
        Outcome act(String key) throws Exception;
    }

    private final String typeId;
    private final String name;
    public volatile Does does = _ -> Findings.none();
    public volatile Acts acts = _ -> new Outcome.Done("done");
    public volatile Acts settles = _ -> new Outcome.Unknown("who knows");
    public volatile Duration patience = Duration.ofSeconds(20);
    /// How often the action was really carried out, by key.
    public final Map<String, AtomicInteger> effects = new ConcurrentHashMap<>();
    public volatile Map<String, String> parameters = Map.of();
    public volatile Map<String, String> settings = Map.of();

    public TestModule(String typeId, String name) {
        this.typeId = typeId;
        this.name = name;
    }

    @Override
    public String typeId() {
        return typeId;
    }

    @Override
    public ObjectNode type() {
        return (ObjectNode) Json.read(("""
            {"title":"%s","default_name":"%s","capabilities":[{"id":"observe","description":"x"}],
             "configuration_spec":[
               {"key":"url","type":"string","label":"Address","required":false},
               {"key":"custom_limit","type":"integer","label":"Limit"},
               {"key":"custom_verbose","type":"boolean","label":"Verbose"},
               {"key":"custom_key","type":"api_key","label":"Key"}]}""".formatted(name, name)).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public ThreatModule open(ModuleInstance instance) {
        settings = instance.settings();
        return this;
    }

    @Override
    public Set<ObservableType> understands() {
        return Set.of(ObservableType.DOMAIN, ObservableType.SHA256);
    }

    @Override
    public Duration patience() {
        return patience;
    }

    @Override
    public void health(Caller caller) throws Exception {
        does.ask(List.of());
    }

    @Override
    public Findings deliberate(Caller caller, List<Observable> observables) throws Exception {
        return does.ask(observables);
    }

    @Override
    public Findings observe(Caller caller, List<Observable> observables) throws Exception {
        return does.ask(observables);
    }

    @Override
    public List<Reference> refer(Caller caller, List<Observable> observables) throws Exception {
        does.ask(observables);
        return observables.stream()
                .map(o -> new Reference(
                        "search-" + o.value(),
                        "Search for this " + o.type().title(),
                        "",
                        "https://" + name + ".example/?q=" + o.value(),
                        List.of("Search")))
                .toList();
    }

    @Override
    public List<Action> actions(Caller caller, List<Observable> observables) throws Exception {
        does.ask(observables);
        return observables.stream()
                .map(o -> new Action(
                        "block/" + o.type().wire(), "Block this " + o.type().title(), "", List.of(), o))
                .toList();
    }

    @Override
    public Outcome trigger(Caller caller, String actionId, Observable observable, Map<String, String> given, String key)
            throws Exception {
        parameters = given;
        effects.computeIfAbsent(key, _ -> new AtomicInteger()).incrementAndGet();
        return acts.act(key);
    }

    @Override
    public Outcome settle(Caller caller, String key) throws Exception {
        return settles.act(key);
    }

    /// A verdict on each observable, with a trace.
    public static Findings malicious(List<Observable> observables) {
        var findings = new Findings.Builder();
        for (var observable : observables) {
            var verdict = Json.object().put("type", "verdict").put("disposition", 2);
            verdict.putObject("observable")
                    .put("type", observable.type().wire())
                    .put("value", observable.value());
            verdict.putObject("valid_time");
            verdict.putObject("trace").put("considered", 1);
            findings.add("verdicts", verdict);
            findings.add("judgements", Json.object().put("type", "judgement"));
        }
        return findings.build();
    }
}
