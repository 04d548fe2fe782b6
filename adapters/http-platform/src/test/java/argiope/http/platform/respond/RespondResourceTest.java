package argiope.http.platform.respond;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.core.observable.Observable;
import argiope.core.observable.ObservableType;
import argiope.http.platform.TestModule;
import argiope.http.platform.TestPlatform;
import argiope.platform.module.ModuleDirectory;
import argiope.platform.module.ThreatModule.Outcome;
import argiope.platform.respond.Actions;
import argiope.platform.respond.LedgerEntry;
import argiope.platform.respond.LedgerEntry.State;
import argiope.platform.respond.Settler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class RespondResourceTest {
    private static final String QUERY = "?observable_type=domain&observable_value=login.example";
    private final TestModule module = new TestModule(ModuleDirectory.PRIVATE_INTELLIGENCE, "Gateway");
    private final TestPlatform platform = new TestPlatform(module);
    private final TestPlatform.Browser admin = platform.adminBrowser();
    private final String instance =
            platform.instances.all(platform.admin.account().orgId()).getFirst().id();
    private final String block = "/iroh/iroh-response/respond/trigger/" + instance + "/block%2Fdomain";

    @AfterEach
    void stop() {
        platform.close();
    }

    private static boolean soon(BooleanSupplier condition) {
        var end = Instant.now().plusSeconds(20);
        while (Instant.now().isBefore(end)) {
            if (condition.getAsBoolean()) return true;
            Thread.onSpinWait();
        }
        return false;
    }

    private String status(TestPlatform.Got got) {
        assertThat(got.status()).as(got.body()).isEqualTo(200);
        return got.json().at("/data/status").stringValue();
    }

    private LedgerEntry entry(TestPlatform.Got got) {
        return platform.ledger
                .byId(got.header("X-Argiope-Ledger-Id").orElseThrow())
                .orElseThrow();
    }

    private int effects() {
        return module.effects.values().stream().mapToInt(i -> i.get()).sum();
    }

    private Settler settler(Duration pause) {
        return Settler.start(
                platform.actions, platform.modules, platform.fanOut, platform.ledger, platform.clock, pause);
    }

    @Test
    void actionsAreOfferedWithWhereToTriggerThem() {
        var offered = admin.send(
                        "POST",
                        "/iroh/iroh-response/respond/observables",
                        "[{\"type\":\"domain\",\"value\":\"login.example\"},{\"type\":\"ip\",\"value\":\"192.0.2.1\"}]")
                .json();

        assertThat(offered.get("data").size()).isEqualTo(1);
        var action = offered.at("/data/0");
        assertThat(action.get("title").stringValue()).isEqualTo("Block this domain");
        assertThat(action.get("id").stringValue()).isEqualTo("block/domain");
        assertThat(action.get("module_instance_id").stringValue()).isEqualTo(instance);
        assertThat(status(admin.send("POST", action.get("url").stringValue(), "")))
                .isEqualTo("success");
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void aTriggerIsInTheLedgerStepByStep() {
        var got = admin.send("POST", block + QUERY + "&note=a+note&expires=PT24H", "");

        assertThat(status(got)).isEqualTo("success");
        assertThat(entry(got).steps())
                .extracting(LedgerEntry.Step::state)
                .containsExactly(State.PLANNED, State.SENT, State.CONFIRMED);
        assertThat(module.parameters).isEqualTo(Map.of("note", "a note", "until", "2026-01-15T09:31:07.000Z"));
        var listed = admin.get("/response/v1/ledger?limit=5").json();
        assertThat(listed.size()).isEqualTo(1);
        assertThat(listed.at("/0/title").stringValue()).isEqualTo("Block this domain");
        assertThat(listed.at("/0/state").stringValue()).isEqualTo("confirmed");
        assertThat(listed.at("/0/by").stringValue()).isEqualTo("ada");
        assertThat(listed.at("/0/observable/value").stringValue()).isEqualTo("login.example");
        assertThat(listed.at("/0/expires").stringValue()).isEqualTo("2026-01-15T09:31:07.000Z");
        var one = admin.get("/response/v1/ledger/" + entry(got).id()).json();
        assertThat(one.get("steps").size()).isEqualTo(3);
        assertThat(admin.get("/response/v1/ledger/nothing").status()).isEqualTo(404);
    }

    @Test
    void whatIsSentWasPlannedAndSentInTheLedgerBefore() {
        var seen = new ArrayList<State>();
        module.acts = key -> {
            platform.ledger
                    .byKey(platform.admin.account().orgId(), key)
                    .orElseThrow()
                    .steps()
                    .forEach(step -> seen.add(step.state()));
            return new Outcome.Done("");
        };

        admin.send("POST", block + QUERY, "");

        assertThat(seen).containsExactly(State.PLANNED, State.SENT);
    }

    @Test
    void theSameKeyAgainHasNoSecondEffect() {
        var first = admin.send("POST", block + QUERY, "", "Idempotency-Key", "k1");
        var again = admin.send("POST", block + QUERY, "", "Idempotency-Key", "k1");

        assertThat(status(again)).isEqualTo("success");
        assertThat(again.header("X-Argiope-Ledger-Id")).isEqualTo(first.header("X-Argiope-Ledger-Id"));
        assertThat(effects()).isEqualTo(1);
        assertThat(status(admin.send("POST", block + QUERY, ""))).isEqualTo("success");
        assertThat(effects()).isEqualTo(2);
    }

    @Test
    void aFailureIsAnsweredAgainAsAFailure() {
        module.acts = _ -> new Outcome.Failed("The device is not connected.");

        for (var i = 0; i < 2; i++) {
            var got = admin.send("POST", block + QUERY, "", "Idempotency-Key", "k1");
            assertThat(status(got)).isEqualTo("failure");
            assertThat(got.json().at("/errors/0/message").stringValue()).isEqualTo("The device is not connected.");
            assertThat(entry(got).state()).isEqualTo(State.FAILED);
        }
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void aThousandAtOnceWithOneKeyHaveOneEffect() throws Exception {
        var release = new Semaphore(0);
        module.acts = _ -> {
            release.acquire();
            return new Outcome.Done("");
        };
        var caller = platform.identity.operator();
        var order = new Actions.Order(
                instance,
                "block/domain",
                new Observable(ObservableType.DOMAIN, "login.example"),
                Map.of(),
                Optional.of("k1"),
                false);
        var work = new ArrayList<Callable<String>>();
        for (var i = 0; i < 1_000; i++)
            work.add(() -> {
                var done = platform.actions.trigger(caller, order);
                return done.done() + " " + done.entry().orElseThrow().id();
            });
        work.add(() -> {
            release.release(1_000);
            return "";
        });

        var answers = new HashSet<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var future : threads.invokeAll(work)) answers.add(future.get());
        }

        answers.remove("");
        assertThat(answers).singleElement().asString().startsWith("true ");
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void aKeyBelongsToOneAction() {
        admin.send("POST", block + QUERY, "", "Idempotency-Key", "k1");

        var other = admin.send(
                "POST", block + "?observable_type=domain&observable_value=other.example", "", "Idempotency-Key", "k1");

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.json().get("error").stringValue()).isEqualTo("key-reused");
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void anAnswerThatIsLostStaysSentAndIsSettledByItsKey() {
        module.acts = _ -> {
            throw new IllegalStateException("The link broke.");
        };

        var got = admin.send("POST", block + QUERY, "", "Idempotency-Key", "k1");
        assertThat(status(got)).isEqualTo("failure");
        assertThat(got.json().at("/errors/0/code").stringValue()).isEqualTo("outcome unknown");
        assertThat(entry(got).state()).isEqualTo(State.SENT);

        var asked = new Semaphore(0);
        try (var settler = settler(Duration.ofHours(1))) {
            module.settles = key -> {
                asked.release();
                return key.equals("k1") ? new Outcome.Done("It had been carried out.") : new Outcome.Unknown("?");
            };
            settler.look();
            assertThat(soon(() -> entry(got).state() == State.CONFIRMED)).isTrue();
        }
        assertThat(effects()).isEqualTo(1);
        assertThat(status(admin.send("POST", block + QUERY, "", "Idempotency-Key", "k1")))
                .isEqualTo("success");
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void aModuleThatHangsIsAFailureThatStaysSent() {
        module.patience = Duration.ofMillis(200);
        module.acts = _ -> {
            new CountDownLatch(1).await();
            return new Outcome.Done("");
        };

        var got = admin.send("POST", block + QUERY, "");

        assertThat(status(got)).isEqualTo("failure");
        assertThat(entry(got).state()).isEqualTo(State.SENT);
    }

    @Test
    void whatCannotBeSettledYetStaysSentAndIsAskedAgain() {
        module.acts = _ -> new Outcome.Unknown("The link broke.");
        var got = admin.send("POST", block + QUERY, "");
        var rounds = new Semaphore(0);
        module.settles = _ -> {
            rounds.release();
            return new Outcome.Unknown("not connected");
        };

        try (var _ = settler(Duration.ofMillis(10))) {
            rounds.acquireUninterruptibly(3);
        }

        assertThat(entry(got).state()).isEqualTo(State.SENT);
    }

    @Test
    void whatWasPlannedWhenWeDiedIsNeverSent() {
        var planned = new LedgerEntry(
                "a-1",
                platform.admin.account().orgId(),
                "k1",
                "block/domain",
                "Block this domain",
                "Gateway",
                instance,
                new Observable(ObservableType.DOMAIN, "login.example"),
                Map.of(),
                platform.admin.account().id(),
                "ada",
                List.of(new LedgerEntry.Step(State.PLANNED, platform.clock.instant(), "")));
        platform.ledger.plan(planned);

        try (var _ = settler(Duration.ofHours(1))) {
            assertThat(soon(() -> platform.ledger.byId("a-1").orElseThrow().state() == State.FAILED))
                    .isTrue();
        }
        var again = admin.send("POST", block + QUERY, "", "Idempotency-Key", "k1");
        assertThat(status(again)).isEqualTo("failure");
        assertThat(effects()).isZero();
    }

    @Test
    void aDryRunDoesNothing() {
        var got = admin.send("POST", block + QUERY + "&dry-run=true", "");

        assertThat(status(got)).isEqualTo("success");
        assertThat(got.header("X-Argiope-Ledger-Id")).isEmpty();
        assertThat(effects()).isZero();
        assertThat(admin.get("/response/v1/ledger").json().size()).isZero();
    }

    @Test
    void badTriggersAreDeclined() {
        assertThat(admin.send("POST", block, "").json().get("error").stringValue())
                .isEqualTo("missing-parameter");
        assertThat(admin.send("POST", block.replace(instance, "nothing") + QUERY, "")
                        .json()
                        .get("error")
                        .stringValue())
                .isEqualTo("module_instance_not_found");
        assertThat(admin.send("POST", block.replace("block", "explode") + QUERY, "")
                        .json()
                        .get("error")
                        .stringValue())
                .isEqualTo("action_not_found");
        assertThat(admin.send("POST", block + "?observable_type=ip&observable_value=192.0.2.1", "")
                        .json()
                        .get("error")
                        .stringValue())
                .isEqualTo("action_not_found");
        assertThat(admin.send("POST", block + QUERY + "&expires=tomorrow", "").status())
                .isEqualTo(400);
        assertThat(admin.send("POST", block + QUERY + "&expires=-PT1H", "").status())
                .isEqualTo(400);
        assertThat(admin.send("POST", block + QUERY, "", "Idempotency-Key", "with space")
                        .status())
                .isEqualTo(400);
        assertThat(effects()).isZero();
        assertThat(admin.get("/response/v1/ledger").json().size()).isZero();
    }
}
