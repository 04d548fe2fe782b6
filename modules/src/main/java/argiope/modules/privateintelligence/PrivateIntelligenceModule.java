package argiope.modules.privateintelligence;

import argiope.core.access.Caller;
import argiope.core.observable.Observable;
import argiope.core.observable.ObservableType;
import argiope.platform.intelligence.Intelligence;
import argiope.platform.module.Findings;
import argiope.platform.module.ModuleError;
import argiope.platform.module.ThreatModule;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Asks private intelligence, with the rights of who asks. Every verdict carries its `trace`; who answers a client
/// takes
/// it off unless it was asked for.
final class PrivateIntelligenceModule implements ThreatModule.Deliberates, ThreatModule.Observes {
    /// Of each type and observable.
    private static final int MOST = 100;

    private final Intelligence intelligence;

    PrivateIntelligenceModule(Intelligence intelligence) {
        this.intelligence = intelligence;
    }

    @Override
    public Set<ObservableType> understands() {
        return EnumSet.allOf(ObservableType.class);
    }

    @Override
    public void health(Caller caller) {
        var fault = intelligence.fault();
        if (fault.isPresent()) throw new IllegalStateException("The search index does not keep up: " + fault.get());
    }

    @Override
    public Findings deliberate(Caller caller, List<Observable> observables) {
        var findings = new Findings.Builder();
        for (var observable : observables) verdict(caller, observable, findings);
        return findings.build();
    }

    private void verdict(Caller caller, Observable observable, Findings.Builder findings) {
        intelligence
                .verdict(caller, observable, Optional.empty(), Optional.empty())
                .ifPresent(verdict -> findings.add("verdicts", verdict.explained()));
    }

    @Override
    public Findings observe(Caller caller, List<Observable> observables) {
        var findings = new Findings.Builder();
        var told = new HashSet<String>();
        for (var observable : observables) {
            verdict(caller, observable, findings);
            // One more than is told, to know whether there are more.
            intelligence.known(caller, observable, MOST + 1).forEach((kind, documents) -> {
                if (documents.size() > MOST)
                    findings.warn(new ModuleError(
                            "warning",
                            "truncated",
                            "There are more than " + MOST + " " + kind + " on " + shown(observable)
                                    + "; the latest changed are given."));
                documents.stream()
                        .limit(MOST)
                        .filter(document -> told.add(document.path("id").asString()))
                        .forEach(document -> findings.add(kind, document));
            });
        }
        return findings.build();
    }

    private static String shown(Observable observable) {
        var value = observable.value();
        return value.length() <= 100 ? value : value.substring(0, 100) + "…";
    }
}
