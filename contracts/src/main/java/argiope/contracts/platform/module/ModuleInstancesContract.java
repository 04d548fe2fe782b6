package argiope.contracts.platform.module;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.platform.module.ModuleInstance;
import argiope.platform.module.ModuleInstances;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What every keeper of module instances promises. An implementation's test says only how to open an empty one.
public interface ModuleInstancesContract {
    record Opened(ModuleInstances instances, AutoCloseable all) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            all.close();
        }
    }

    Opened open() throws Exception;

    private static ModuleInstance instance(String id, String orgId, int second) {
        var at = Instant.parse("2026-01-14T09:31:07.123Z").plusSeconds(second);
        return new ModuleInstance(
                id,
                orgId,
                "type-1",
                "Name " + id,
                true,
                "org",
                Map.of("url", "https://x.example/ü", "key", "sealed:1"),
                "u-1",
                "client-1",
                at,
                at);
    }

    @Test
    default void keepsWhatWasCreated() throws Exception {
        try (var opened = open()) {
            opened.instances().create(instance("m-1", "org-1", 0));
            opened.instances().create(instance("m-2", "org-1", 1));
            opened.instances().create(instance("m-3", "org-2", 2));

            assertThat(opened.instances().byId("m-2")).contains(instance("m-2", "org-1", 1));
            assertThat(opened.instances().byId("m-9")).isEmpty();
            assertThat(opened.instances().all("org-1"))
                    .containsExactly(instance("m-1", "org-1", 0), instance("m-2", "org-1", 1));
        }
    }

    @Test
    default void changesAndDeletesOnlyWhatThereIs() throws Exception {
        try (var opened = open()) {
            var old = instance("m-1", "org-1", 0);
            opened.instances().create(old);
            var changed = new ModuleInstance(
                    old.id(),
                    old.orgId(),
                    old.typeId(),
                    "Other",
                    false,
                    "user",
                    Map.of("url", "https://y.example"),
                    old.userId(),
                    old.clientId(),
                    old.createdAt(),
                    old.updatedAt().plusSeconds(5));

            assertThat(opened.instances().update(changed)).isTrue();
            assertThat(opened.instances().byId("m-1")).contains(changed);
            assertThat(opened.instances().update(instance("m-9", "org-1", 0))).isFalse();
            assertThat(opened.instances().byId("m-9")).isEmpty();
            assertThat(opened.instances().delete("m-1")).isTrue();
            assertThat(opened.instances().delete("m-1")).isFalse();
            assertThat(opened.instances().all("org-1")).isEmpty();
        }
    }
}
