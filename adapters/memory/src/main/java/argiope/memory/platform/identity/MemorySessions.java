package argiope.memory.platform.identity;

import argiope.platform.identity.Session;
import argiope.platform.identity.Sessions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

public final class MemorySessions implements Sessions {
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    @Override
    public void create(Session session) {
        sessions.put(session.hash(), session);
    }

    @Override
    public Optional<Session> byHash(String hash) {
        return Optional.ofNullable(sessions.get(hash));
    }

    @Override
    public void delete(String hash) {
        sessions.remove(hash);
    }

    @Override
    public void deleteOf(String userId) {
        sessions.values().removeIf(session -> session.userId().equals(userId));
    }

    @Override
    public void deleteExpired(Instant before) {
        sessions.values().removeIf(session -> session.expiresAt().isBefore(before));
    }
}
