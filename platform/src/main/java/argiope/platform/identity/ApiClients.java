package argiope.platform.identity;

import argiope.core.access.Caller;
import argiope.core.access.Refusal;
import argiope.core.access.Role;
import argiope.core.access.Scopes;
import com.github.benmanes.caffeine.cache.Cache;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/// Programs: their credentials, and the tokens they get for them (client credentials, RFC 6749 §4.4). A token
/// may do what its client may, cut to what the owner's role allows now; a client that is gone, or whose owner
/// is, makes its tokens worthless within a second.
public final class ApiClients {
    public static final Duration TOKEN_LIFE = Duration.ofSeconds(600);
    private static final int MOST_PER_OWNER = 100;

    /// A client with its password, which is shown this once.
    public record Made(ApiClient client, String password) {}

    /// What asking for a token comes to.
    public sealed interface TokenAnswer {
        record Granted(String token, Duration life, Set<String> scopes) implements TokenAnswer {
            public Granted {
                scopes = ScopeTable.sorted(scopes);
            }
        }

        record WrongCredentials() implements TokenAnswer {}

        /// @param scope what was asked for and may not be had
        record ScopeNotAllowed(String scope) implements TokenAnswer {}
    }

    private final Clients clients;
    private final Identity identity;
    private final AccessTokens tokens;
    private final Clock clock;
    private final String nobodysHash = Secrets.hash(Secrets.strong());
    private final Cache<String, Optional<ApiClient>> known = Identity.remembering();

    public ApiClients(Clients clients, Identity identity, AccessTokens tokens, Clock clock) {
        this.clients = clients;
        this.identity = identity;
        this.tokens = tokens;
        this.clock = clock;
    }

    /// Those of the caller; to an admin those of all, oldest first.
    public List<ApiClient> all(Caller caller) {
        people(caller);
        return clients.all(caller.orgId()).stream()
                .filter(client -> caller.isAdmin() || client.ownerId().equals(caller.userId()))
                .toList();
    }

    /// @param scopes names of [ScopeTable]; what the owner's role does not allow has no effect
    public Made create(Caller caller, String name, Collection<String> scopes) {
        people(caller);
        if (name.isBlank() || name.length() > 200 || name.chars().anyMatch(Character::isISOControl))
            throw new Refusal.Invalid("bad-name", "The name must have 1 to 200 characters and no control characters.");
        if (scopes.isEmpty() || scopes.size() > 100)
            throw new Refusal.Invalid("bad-scopes", "Choose a preset, or 1 to 100 scopes.");
        for (var scope : scopes) {
            if (!ScopeTable.known(scope))
                throw new Refusal.Invalid("unknown-scope", "There is no scope '" + shortened(scope) + "'.");
        }
        var own = clients.all(caller.orgId()).stream()
                .filter(client -> client.ownerId().equals(caller.userId()))
                .count();
        if (own >= MOST_PER_OWNER)
            throw new Refusal.Conflict(
                    "too-many-clients",
                    "You have " + MOST_PER_OWNER + " API clients already. Delete one that is not used.",
                    Map.of());
        var password = Secrets.strong();
        var client = new ApiClient(
                "client-" + UUID.randomUUID(),
                caller.orgId(),
                caller.userId(),
                name.strip(),
                new TreeSet<>(scopes),
                Secrets.hash(password),
                clock.instant(),
                Instant.EPOCH);
        clients.create(client);
        known.invalidate(client.id());
        return new Made(client, password);
    }

    private static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    public void delete(Caller caller, String id) {
        people(caller);
        var theirs = clients.byId(id)
                .filter(client -> client.orgId().equals(caller.orgId()))
                .filter(client -> caller.isAdmin() || client.ownerId().equals(caller.userId()));
        if (theirs.isEmpty() || !clients.delete(id))
            throw new Refusal.NotFound("client-not-found", "There is no such API client.");
        known.invalidate(id);
    }

    /// A program must not make itself more lasting, or more powerful, credentials.
    private static void people(Caller caller) {
        if (caller.client().isPresent())
            throw new Refusal.NotAllowed(
                    "people-only", "API clients are managed by people who are signed in, not with a token.");
    }

    /// @param scope space-separated, empty for all that the client may
    public TokenAnswer token(String id, String password, String scope) {
        var client = clients.byId(id.length() > 100 ? "" : id);
        var right = Secrets.same(
                Secrets.hash(password), client.map(ApiClient::passwordHash).orElse(nobodysHash));
        if (client.isEmpty() || !right) return new TokenAnswer.WrongCredentials();
        var owner = identity.active(client.get().ownerId());
        if (owner.isEmpty()) return new TokenAnswer.WrongCredentials();
        var effective =
                Scopes.meet(client.get().scopes(), ScopeTable.of(owner.get().role()));
        if (effective.isEmpty())
            return new TokenAnswer.ScopeNotAllowed(
                    String.join(" ", ScopeTable.sorted(client.get().scopes())));
        Set<String> granted = effective;
        if (!scope.isBlank()) {
            granted = new TreeSet<>();
            for (var wanted : scope.strip().split("\\s+")) {
                if (effective.stream().noneMatch(held -> Scopes.covers(held, wanted)))
                    return new TokenAnswer.ScopeNotAllowed(shortened(wanted));
                granted.add(wanted);
            }
        }
        var now = clock.instant();
        clients.used(id, now);
        var token = tokens.issue(new AccessTokens.Grant(
                client.get().ownerId(), id, client.get().orgId(), granted, now.plus(TOKEN_LIFE)));
        return new TokenAnswer.Granted(token, TOKEN_LIFE, granted);
    }

    /// Whom a token speaks for now; empty if it is not ours, has expired, or its client or owner is gone.
    public Optional<Caller> caller(String token) {
        var grant = tokens.read(token);
        if (grant.isEmpty()) return Optional.empty();
        var client = Identity.known(known, grant.get().clientId(), clients::byId);
        var owner = identity.active(grant.get().userId());
        if (client.isEmpty()
                || owner.isEmpty()
                || !client.get().ownerId().equals(owner.get().id())
                || !owner.get().orgId().equals(grant.get().orgId())) return Optional.empty();
        Role role = owner.get().role();
        var scopes = Scopes.meet(Scopes.meet(grant.get().scopes(), client.get().scopes()), ScopeTable.of(role));
        return Optional.of(new Caller(
                owner.get().id(),
                owner.get().login(),
                owner.get().orgId(),
                role,
                scopes,
                client.get().id()));
    }
}
