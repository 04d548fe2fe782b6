package argiope.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ScopesTest {
    @Test
    void aScopeCoversItsChildren() {
        assertThat(Scopes.covers("enrich", "enrich/observables/deliberate:read"))
                .isTrue();
        assertThat(Scopes.covers("enrich:read", "enrich/observables/deliberate:read"))
                .isTrue();
    }

    @Test
    void aNarrowedScopeDoesNotCoverTheOtherSide() {
        assertThat(Scopes.covers("enrich:read", "enrich:write")).isFalse();
        assertThat(Scopes.covers("enrich:read", "enrich")).isFalse();
    }

    @Test
    void aNameThatOnlyBeginsAlikeIsNotAChild() {
        assertThat(Scopes.covers("private-intel", "private-intelligence:read")).isFalse();
    }

    @Test
    void whatTwoSetsAllowIsTheDeeperAndTheNarrower() {
        assertThat(Scopes.meet(
                        Set.of("enrich:read", "casebook"), Set.of("enrich/observables", "casebook:read", "users")))
                .containsExactlyInAnyOrder("enrich/observables:read", "casebook:read");
        assertThat(Scopes.meet(Set.of("response:read"), Set.of("response/trigger:write")))
                .isEmpty();
    }

    @Test
    void whatIsCoveredByAnotherIsNotNamedTwice() {
        assertThat(Scopes.meet(Set.of("enrich", "enrich:read"), Set.of("enrich", "enrich/health")))
                .containsExactly("enrich");
    }
}
