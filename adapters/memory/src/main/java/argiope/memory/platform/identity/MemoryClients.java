package argiope.memory.platform.identity;

import argiope.platform.identity.ApiClient;
import argiope.platform.identity.Clients;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public final class MemoryClients implements Clients {
    private final Map<String, ApiClient> clients = new LinkedHashMap<>();

    @Override
    public synchronized void create(ApiClient client) {
        clients.put(client.id(), client);
    }

    @Override
    public synchronized Optional<ApiClient> byId(String id) {
        return Optional.ofNullable(clients.get(id));
    }

    @Override
    public synchronized List<ApiClient> all(String orgId) {
        return clients.values().stream().filter(c -> c.orgId().equals(orgId)).toList();
    }

    @Override
    public synchronized boolean delete(String id) {
        return clients.remove(id) != null;
    }

    @Override
    public synchronized void used(String id, Instant at) {
        clients.computeIfPresent(
                id,
                (_, c) -> new ApiClient(
                        c.id(), c.orgId(), c.ownerId(), c.name(), c.scopes(), c.passwordHash(), c.createdAt(), at));
    }
}
