package argiope.memory.platform.module;

import argiope.platform.module.ModuleInstance;
import argiope.platform.module.ModuleInstances;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public final class MemoryModuleInstances implements ModuleInstances {
    private final Map<String, ModuleInstance> instances = new LinkedHashMap<>();

    @Override
    public synchronized void create(ModuleInstance instance) {
        instances.put(instance.id(), instance);
    }

    @Override
    public synchronized Optional<ModuleInstance> byId(String id) {
        return Optional.ofNullable(instances.get(id));
    }

    @Override
    public synchronized List<ModuleInstance> all(String orgId) {
        return instances.values().stream().filter(i -> i.orgId().equals(orgId)).toList();
    }

    @Override
    public synchronized boolean update(ModuleInstance instance) {
        return instances.replace(instance.id(), instance) != null;
    }

    @Override
    public synchronized boolean delete(String id) {
        return instances.remove(id) != null;
    }
}
