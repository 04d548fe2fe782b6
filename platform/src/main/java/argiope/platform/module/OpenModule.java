package argiope.platform.module;

import argiope.core.observable.Observable;
import java.util.List;

/// An instance with the module that stands for it.
public record OpenModule(ModuleInstance instance, ThreatModule module) {
    /// Those of the observables that it understands; none if it cannot even say.
    public List<Observable> understood(List<Observable> observables) {
        try {
            var types = module.understands();
            return observables.stream().filter(o -> types.contains(o.type())).toList();
        } catch (RuntimeException | StackOverflowError _) {
            return List.of();
        }
    }
}
