package argiope.platform.module;

import argiope.core.access.Caller;
import argiope.core.access.Refusal;
import argiope.core.access.SecretSeal;
import argiope.core.observable.Observable;
import argiope.core.observable.ObservableType;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// The kinds of modules there are, and the instances that organisations have configured.
///
/// Secret settings (kinds `api_key` and `password`) are stored sealed and shown as stars; stars in a change
/// mean unchanged. Changing where a module connects to, or how it proves who it is, forgets its secrets unless
/// they are given anew, so that nobody can send them elsewhere.
public final class ModuleDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleDirectory.class);

    public static final String PRIVATE_INTELLIGENCE = "2c8b4134-c521-5be5-aaf8-af06e5e27cbb";
    public static final String STARS = "********";
    private static final String SEALED = "sealed:";
    private static final Set<String> VISIBILITIES = Set.of("org", "user", "global");
    private static final int MOST_SETTINGS = 100;
    private static final int LONGEST_SETTING = 20_000;
    private static final int MOST_INSTANCES = 200;

    /// What an instance is to be.
    public record Draft(String name, String typeId, String visibility, boolean enabled, Map<String, String> settings) {
        public Draft {
            settings = Map.copyOf(settings);
        }
    }

    /// What is to change; a setting that is empty is taken away, one that is not named stays.
    public record Change(Optional<String> name, Optional<Boolean> enabled, Map<String, Optional<String>> settings) {
        public Change {
            settings = Map.copyOf(settings);
        }
    }

    private record Opened(Instant of, ThreatModule module) {}

    private final Map<String, ModuleKind> kinds = new LinkedHashMap<>();
    private final ModuleInstances instances;
    private final SecretSeal seal;
    private final Clock clock;
    private final Map<String, Opened> opened = new ConcurrentHashMap<>();

    public ModuleDirectory(List<ModuleKind> kinds, ModuleInstances instances, SecretSeal seal, Clock clock) {
        for (var kind : kinds) {
            if (this.kinds.put(kind.typeId(), kind) != null)
                throw new IllegalArgumentException("two kinds of modules have the id " + kind.typeId());
        }
        this.instances = instances;
        this.seal = seal;
        this.clock = clock;
    }

    /// Gives an organisation without modules its first: private intelligence, if that kind is shipped.
    public void seed(String orgId, String userId) {
        if (!kinds.containsKey(PRIVATE_INTELLIGENCE) || !instances.all(orgId).isEmpty()) return;
        instances.create(new ModuleInstance(
                UUID.randomUUID().toString(),
                orgId,
                PRIVATE_INTELLIGENCE,
                "Private Intelligence",
                true,
                "org",
                Map.of(),
                userId,
                clock.instant()));
    }

    public List<ModuleKind> types() {
        return List.copyOf(kinds.values());
    }

    public ModuleKind type(String id) {
        return Optional.ofNullable(kinds.get(id))
                .orElseThrow(() -> new Refusal.NotFound("module_type_not_found", "There is no such module type."));
    }

    /// Those the caller may use, oldest first, with stars for secrets.
    public List<ModuleInstance> all(Caller caller) {
        return visible(caller).stream().map(this::starred).toList();
    }

    /// With stars for secrets.
    public ModuleInstance read(Caller caller, String id) {
        return starred(stored(caller, id));
    }

    private List<ModuleInstance> visible(Caller caller) {
        return instances.all(caller.orgId()).stream()
                .filter(instance -> mayUse(caller, instance))
                .toList();
    }

    private static boolean mayUse(Caller caller, ModuleInstance instance) {
        return instance.orgId().equals(caller.orgId())
                && (!instance.visibility().equals("user") || instance.userId().equals(caller.userId()));
    }

    private ModuleInstance stored(Caller caller, String id) {
        return instances
                .byId(id)
                .filter(instance -> mayUse(caller, instance))
                .orElseThrow(
                        () -> new Refusal.NotFound("module_instance_not_found", "There is no such module instance."));
    }

    public ModuleInstance create(Caller caller, Draft draft) {
        checkName(draft.name());
        if (!VISIBILITIES.contains(draft.visibility()))
            throw new Refusal.Invalid("bad-field", "The field 'visibility' must be org, user or global.");
        var kind = Optional.ofNullable(kinds.get(draft.typeId()))
                .orElseThrow(() -> new Refusal.Invalid(
                        "module_type_not_found", "There is no module type with the id in 'module_type_id'."));
        if (instances.all(caller.orgId()).size() >= MOST_INSTANCES)
            throw new Refusal.Conflict(
                    "too-many-modules", "There are " + MOST_INSTANCES + " module instances already.", Map.of());
        var settings = new HashMap<String, String>();
        draft.settings().forEach((key, value) -> {
            if (!(secrets(kind).contains(key) && isStars(value))) settings.put(key, value);
        });
        check(kind, settings);
        var now = clock.instant();
        var instance = new ModuleInstance(
                UUID.randomUUID().toString(),
                caller.orgId(),
                draft.typeId(),
                draft.name().strip(),
                draft.enabled(),
                draft.visibility(),
                settings,
                caller.userId(),
                caller.clientId(),
                now,
                now);
        var sealed = sealed(kind, instance);
        instances.create(sealed);
        return starred(sealed);
    }

    public ModuleInstance change(Caller caller, String id, Change change) {
        var old = stored(caller, id);
        change.name().ifPresent(ModuleDirectory::checkName);
        var kind = Optional.ofNullable(kinds.get(old.typeId()));
        var before = unsealed(old).settings();
        var settings = new HashMap<>(before);
        var secrets = kind.map(ModuleDirectory::secrets).orElse(Set.of());
        var given = new LinkedHashSet<String>();
        change.settings().forEach((key, value) -> {
            if (value.isEmpty()) {
                settings.remove(key);
            } else if (!(secrets.contains(key) && isStars(value.get()))) {
                settings.put(key, value.get());
                given.add(key);
            }
        });
        var elsewhere = change.settings().keySet().stream()
                .anyMatch(key -> namesPlace(key)
                        && !Optional.ofNullable(before.get(key)).equals(Optional.ofNullable(settings.get(key))));
        if (elsewhere) for (var secret : secrets) if (!given.contains(secret)) settings.remove(secret);
        kind.ifPresent(k -> check(k, settings));
        var now = clock.instant();
        var changed = new ModuleInstance(
                old.id(),
                old.orgId(),
                old.typeId(),
                change.name().map(String::strip).orElse(old.name()),
                change.enabled().orElse(old.enabled()),
                old.visibility(),
                settings,
                old.userId(),
                old.clientId(),
                old.createdAt(),
                // Later than before in any case: the open module is known by it.
                now.isAfter(old.updatedAt()) ? now : old.updatedAt().plusMillis(1));
        var sealed = kind.map(k -> sealed(k, changed)).orElse(changed);
        if (!instances.update(sealed))
            throw new Refusal.NotFound("module_instance_not_found", "There is no such module instance.");
        return starred(sealed);
    }

    public void delete(Caller caller, String id) {
        if (!instances.delete(stored(caller, id).id()))
            throw new Refusal.NotFound("module_instance_not_found", "There is no such module instance.");
        close(opened.remove(id));
    }

    /// The modules that the caller may ask, as configured now.
    public List<OpenModule> open(Caller caller) {
        return visible(caller).stream()
                .filter(ModuleInstance::enabled)
                .map(instance -> new OpenModule(instance, module(instance)))
                .toList();
    }

    /// One that the caller may ask.
    ///
    /// @throws Refusal.NotFound also when it is switched off
    public OpenModule open(Caller caller, String id) {
        var instance = stored(caller, id);
        if (!instance.enabled())
            throw new Refusal.NotFound("module_instance_not_found", "The module instance is switched off.");
        return new OpenModule(instance, module(instance));
    }

    private ThreatModule module(ModuleInstance instance) {
        var now = opened.compute(instance.id(), (_, before) -> {
            if (before != null && before.of.equals(instance.updatedAt())) return before;
            if (before != null) close(before);
            return new Opened(instance.updatedAt(), opening(instance));
        });
        return now.module;
    }

    private ThreatModule opening(ModuleInstance instance) {
        var kind = kinds.get(instance.typeId());
        if (kind == null) return new Broken("This product does not have the module's type any more.");
        try {
            return kind.open(unsealed(instance));
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn("module instance {} cannot be opened", instance.id(), e);
            return new Broken("The module cannot be opened: " + e.getMessage());
        }
    }

    private static void close(@org.jspecify.annotations.Nullable Opened opened) {
        if (opened != null && opened.module instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                LOG.warn("closing a module failed", e);
            }
        }
    }

    private static void checkName(String name) {
        if (name.isBlank() || name.length() > 200 || name.chars().anyMatch(Character::isISOControl))
            throw new Refusal.Invalid("bad-field", "The field 'name' must have 1 to 200 characters.");
    }

    private static void check(ModuleKind kind, Map<String, String> settings) {
        if (settings.size() > MOST_SETTINGS)
            throw new Refusal.Invalid("bad-settings", "There are more than " + MOST_SETTINGS + " settings.");
        settings.forEach((key, value) -> {
            if (key.length() > 200 || value.length() > LONGEST_SETTING)
                throw new Refusal.Invalid(
                        "bad-settings", "A setting has more than " + LONGEST_SETTING + " characters.");
        });
        for (var field : specification(kind)) {
            var key = field.path("key").asString("");
            var value = Optional.ofNullable(settings.get(key)).orElse("");
            if (value.isBlank()) {
                if (field.path("required").asBoolean(false))
                    throw new Refusal.Invalid("missing-setting", "The setting '" + key + "' is required.");
                continue;
            }
            switch (field.path("type").asString("")) {
                case "integer" -> {
                    if (!value.matches("-?[0-9]{1,18}"))
                        throw new Refusal.Invalid("bad-setting", "The setting '" + key + "' must be a whole number.");
                }
                case "boolean" -> {
                    if (!value.equals("true") && !value.equals("false"))
                        throw new Refusal.Invalid("bad-setting", "The setting '" + key + "' must be true or false.");
                }
                default -> {}
            }
        }
    }

    private static List<JsonNode> specification(ModuleKind kind) {
        var found = kind.type().path("configuration_spec");
        return found.isArray() ? found.valueStream().toList() : List.of();
    }

    /// The keys of settings that are secret.
    private static Set<String> secrets(ModuleKind kind) {
        var found = new LinkedHashSet<String>();
        for (var field : specification(kind)) {
            var type = field.path("type").asString("");
            if (type.equals("api_key") || type.equals("password"))
                found.add(field.path("key").asString(""));
        }
        return found;
    }

    private static boolean namesPlace(String key) {
        return key.contains("url") || key.contains("host") || key.contains("auth");
    }

    private static boolean isStars(String value) {
        return !value.isEmpty() && value.chars().allMatch(c -> c == '*');
    }

    private ModuleInstance sealed(ModuleKind kind, ModuleInstance instance) {
        var settings = new HashMap<>(instance.settings());
        for (var key : secrets(kind)) {
            settings.computeIfPresent(key, (_, value) -> SEALED + seal.seal(value, purpose(instance, key)));
        }
        return instance.with(settings);
    }

    private ModuleInstance unsealed(ModuleInstance instance) {
        var kind = kinds.get(instance.typeId());
        if (kind == null) return instance;
        var settings = new HashMap<>(instance.settings());
        for (var key : secrets(kind)) {
            settings.computeIfPresent(
                    key,
                    (_, value) -> value.startsWith(SEALED)
                            ? seal.open(value.substring(SEALED.length()), purpose(instance, key))
                            : value);
        }
        return instance.with(settings);
    }

    private ModuleInstance starred(ModuleInstance instance) {
        var settings = new HashMap<>(instance.settings());
        var kind = kinds.get(instance.typeId());
        var secrets = kind == null ? Set.<String>of() : secrets(kind);
        settings.replaceAll((key, value) -> secrets.contains(key) || value.startsWith(SEALED) ? STARS : value);
        return instance.with(settings);
    }

    private static String purpose(ModuleInstance instance, String key) {
        return "module/" + instance.id() + "/" + key;
    }

    /// Stands for an instance that cannot be opened: whatever it is asked, it says why.
    private record Broken(String reason)
            implements ThreatModule.Deliberates, ThreatModule.Observes, ThreatModule.Refers, ThreatModule.Responds {
        private ModuleFault fault() {
            return new ModuleFault(new ModuleError("fatal", "not configured", reason));
        }

        @Override
        public Set<ObservableType> understands() {
            return Set.copyOf(Arrays.asList(ObservableType.values()));
        }

        @Override
        public void health(Caller caller) throws ModuleFault {
            throw fault();
        }

        @Override
        public Findings deliberate(Caller caller, List<Observable> observables) throws ModuleFault {
            throw fault();
        }

        @Override
        public Findings observe(Caller caller, List<Observable> observables) throws ModuleFault {
            throw fault();
        }

        @Override
        public List<Reference> refer(Caller caller, List<Observable> observables) throws ModuleFault {
            throw fault();
        }

        @Override
        public List<Action> actions(Caller caller, List<Observable> observables) throws ModuleFault {
            throw fault();
        }

        @Override
        public Outcome trigger(
                Caller caller, String actionId, Observable observable, Map<String, String> parameters, String key) {
            return new Outcome.Failed(reason);
        }

        @Override
        public Outcome settle(Caller caller, String key) {
            return new Outcome.Unknown(reason);
        }
    }
}
