package argiope.appliance.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import argiope.core.access.Caller;
import argiope.core.access.Refusal;
import argiope.core.access.Role;
import argiope.memory.appliance.MemorySettingsStore;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommittedSettingsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Caller ANA = new Caller("1", "ana", "appliance", Role.ADMIN, Set.of(), "");
    private static final Caller BOB = new Caller("2", "bob", "appliance", Role.ADMIN, Set.of(), "");
    private static final Caller EVE = new Caller("3", "eve", "appliance", Role.ANALYST, Set.of(), "");

    private final MemorySettingsStore store = new MemorySettingsStore();
    private CommittedSettings settings = open();

    private CommittedSettings open() {
        var rules = new SettingsRules(
                Set.of("squid", "wsa"),
                text -> text.contains("%ru") ? Optional.empty() : Optional.of("it logs no URL"));
        return new CommittedSettings(
                store, rules, ApplianceSettings.initial("gw1.lab"), Clock.fixed(NOON, ZoneOffset.UTC));
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    private static String source(String name) {
        return "{'name':'" + name + "','path':'/var/log/" + name + ".log','format':'auto','zone':'UTC',"
                + "'uriWhitespace':'strip','paused':false}";
    }

    @Test
    void whatIsSubmittedCountsOnlyWhenCommitted() {
        var view = settings.submit(ANA, json("{'reporting':{'observableIndexing':true}}"));

        assertThat(view.changes()).extracting(Change::path).containsExactly("reporting.observableIndexing");
        assertThat(settings.committed().reporting().observableIndexing()).isFalse();

        var commit = settings.commit(ANA, "find URLs");

        assertThat(settings.committed().reporting().observableIndexing()).isTrue();
        assertThat(commit.number()).isEqualTo(1);
        assertThat(commit.author()).isEqualTo("ana");
        assertThat(commit.comment()).isEqualTo("find URLs");
        assertThat(commit.time()).isEqualTo(NOON);
        assertThat(settings.view(ANA).changes()).isEmpty();
        assertThat(settings.commits(10)).containsExactly(commit);
    }

    @Test
    void whatIsPendingIsKeptOverARestartForItsAccountAlone() {
        settings.submit(ANA, json("{'reporting':{'queryTimeoutSeconds':10}}"));

        settings = open();

        assertThat(settings.view(ANA)
                        .pending()
                        .at("/reporting/queryTimeoutSeconds")
                        .asInt())
                .isEqualTo(10);
        assertThat(settings.view(BOB).changes()).isEmpty();
        settings.commit(ANA, "");
        assertThat(open().committed().reporting().queryTimeoutSeconds()).isEqualTo(10);
    }

    @Test
    void aSettingThatSomebodyElseCommittedSinceIsRefusedWithTheirName() {
        settings.submit(ANA, json("{'reporting':{'queryTimeoutSeconds':10}}"));
        settings.submit(BOB, json("{'reporting':{'queryTimeoutSeconds':20}}"));
        settings.commit(BOB, "");

        assertThatThrownBy(() -> settings.commit(ANA, "")).isInstanceOfSatisfying(Refusal.Conflict.class, refusal -> {
            assertThat(refusal.code()).isEqualTo("overtaken");
            assertThat(refusal.details()).containsEntry("author", "bob").containsKey("time");
        });
        assertThat(settings.committed().reporting().queryTimeoutSeconds()).isEqualTo(20);

        settings.submit(ANA, json("{'reporting':{'queryTimeoutSeconds':10}}"));
        settings.commit(ANA, "knowingly");
        assertThat(settings.committed().reporting().queryTimeoutSeconds()).isEqualTo(10);
    }

    @Test
    void differentSettingsOfTwoAccountsBothCount() {
        settings.submit(ANA, json("{'reporting':{'queryTimeoutSeconds':10}}"));
        settings.submit(BOB, json("{'reporting':{'observableIndexing':true}}"));
        settings.commit(BOB, "");
        settings.commit(ANA, "");

        assertThat(settings.committed().reporting()).isEqualTo(new ApplianceSettings.Reporting(true, 10));
    }

    @Test
    void twoAccountsMayChangeTwoSources() {
        settings.submit(ANA, json("{'sources':[" + source("a") + "," + source("b") + "]}"));
        settings.commit(ANA, "");
        settings.submit(ANA, json("{'sources':[" + source("a").replace("false", "true") + "," + source("b") + "]}"));
        settings.submit(BOB, json("{'sources':[" + source("a") + "]}"));
        var mine = settings.commit(BOB, "");
        settings.commit(ANA, "");

        assertThat(mine.changes()).extracting(Change::path).containsExactly("sources[b]");
        assertThat(settings.committed().sources())
                .extracting(ApplianceSettings.Source::name, ApplianceSettings.Source::paused)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("a", true));
    }

    @Test
    void aChangeInsideASourceThatSomebodyRemovedIsOvertaken() {
        settings.submit(ANA, json("{'sources':[" + source("a") + "]}"));
        settings.commit(ANA, "");
        settings.submit(ANA, json("{'sources':[" + source("a").replace("false", "true") + "]}"));
        settings.submit(BOB, json("{'sources':[]}"));
        settings.commit(BOB, "");

        assertThatThrownBy(() -> settings.commit(ANA, "")).hasMessageContaining("bob changed sources[a]");
    }

    @Test
    void takingAChangeBackLeavesNothingPending() {
        settings.submit(ANA, json("{'reporting':{'queryTimeoutSeconds':10}}"));
        settings.submit(ANA, json("{'reporting':{'queryTimeoutSeconds':60}}"));

        assertThatThrownBy(() -> settings.commit(ANA, ""))
                .isInstanceOfSatisfying(
                        Refusal.Conflict.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("nothing-pending"));
    }

    @Test
    void clearingForgetsWhatIsPending() {
        settings.submit(ANA, json("{'cloud':{'enabled':true}}"));
        assertThat(settings.cloudPending()).isTrue();

        assertThat(settings.clear(ANA).changes()).isEmpty();
        assertThat(settings.cloudPending()).isFalse();
    }

    @Test
    void listenersHearEachCommitAndOneThatFailsSpoilsNothing() {
        var heard = new ArrayList<Integer>();
        settings.onCommit(_ -> {
            throw new IllegalStateException("cannot");
        });
        settings.onCommit(values -> heard.add(values.reporting().queryTimeoutSeconds()));

        settings.submit(ANA, json("{'reporting':{'queryTimeoutSeconds':10}}"));
        settings.commit(ANA, "");

        assertThat(heard).containsExactly(10);
    }

    @Test
    void whoIsNoAdminSeesButDoesNotChange() {
        assertThat(settings.view(EVE).committed().path("reporting").isObject()).isTrue();
        for (Runnable change : List.<Runnable>of(
                () -> settings.submit(EVE, json("{}")), () -> settings.clear(EVE), () -> settings.commit(EVE, "")))
            assertThatThrownBy(change::run).isInstanceOf(Refusal.NotAllowed.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'reporting':{'observableIndexing':'yes'}} | reporting.observableIndexing
            {'reporting':{'observableIndexing':null}} | reporting.observableIndexing
            {'reporting':{'queryTimeoutSeconds':0}} | reporting.queryTimeoutSeconds
            {'reporting':{'queryTimeoutSeconds':1e99}} | reporting.queryTimeoutSeconds
            {'reporting':{'colour':1}} | reporting.colour
            {'reporting':7} | reporting
            {'colour':1} | colour
            {'cloud':{'server':'eu'}} | cloud.server
            {'cloud':{'servers':[{'name':'EU!','portal':'https://p.example','enrolment':'https://e.example'}]}} | cloud.servers[0].name
            {'cloud':{'servers':[{'name':'eu','portal':'ftp://p.example','enrolment':'https://e.example'}]}} | cloud.servers[eu].portal
            {'cloud':{'servers':[{'name':'eu','portal':'https://p.example','enrolment':'https://u:p@e.example'}]}} | cloud.servers[eu].enrolment
            {'sources':{}} | sources
            {'sources':[{'name':'a','path':'access.log'}]} | sources[a].path
            {'sources':[{'name':'a','path':'/a'},{'name':'a','path':'/b'}]} | sources[a].name
            {'sources':[{'name':'a','path':'/a'},{'name':'b','path':'/x/../a'}]} | sources[b].path
            {'sources':[{'name':'a]','path':'/a'}]} | sources[0].name
            {'sources':[{'name':'a','path':'/a','format':'iis'}]} | sources[a].format
            {'sources':[{'name':'a','path':'/a','format':'logformat'}]} | sources[a].logformat
            {'sources':[{'name':'a','path':'/a','format':'logformat','logformat':'%ts'}]} | sources[a].logformat
            {'sources':[{'name':'a','path':'/a','zone':'Mars/Base'}]} | sources[a].zone
            {'sources':[{'name':'a','path':'/a','uriWhitespace':'maybe'}]} | sources[a].uriWhitespace
            {'system':{'hostname':'a b'}} | system.hostname
            """)
    void aSettingThatIsNotValidIsNamedByItsPath(String patch, String path) {
        assertThatThrownBy(() -> settings.submit(ANA, json(patch)))
                .isInstanceOfSatisfying(Refusal.Unprocessable.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("invalid-setting");
                    assertThat(refusal.details()).containsEntry("path", path);
                });
        assertThat(settings.view(ANA).changes()).isEmpty();
    }

    @Test
    void aPastedLogformatIsTaken() {
        settings.submit(
                ANA, json("{'sources':[{'name':'a','path':'/a','format':'logformat','logformat':'%ts %>a %ru'}]}"));
        settings.commit(ANA, "");

        assertThat(settings.committed().sources().getFirst().logformat()).isEqualTo("%ts %>a %ru");
        assertThat(settings.committed().sources().getFirst().zone()).isEqualTo("UTC");
    }
}
