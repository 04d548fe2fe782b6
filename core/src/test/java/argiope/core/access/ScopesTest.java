package argiope.core.access;

import static org.assertj.core.api.Assertions.assertThat;

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
}
