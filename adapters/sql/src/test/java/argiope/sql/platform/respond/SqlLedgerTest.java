package argiope.sql.platform.respond;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.contracts.platform.respond.LedgerContract;
import argiope.platform.respond.LedgerEntry;
import argiope.platform.respond.LedgerEntry.State;
import argiope.sql.Database;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlLedgerTest implements LedgerContract {
    @Override
    public Opened open() {
        var database = Database.temporary("db/platform");
        return new Opened(new SqlLedger(database), database);
    }

    @Test
    void whatWasSentIsStillSentAfterARestart(@TempDir Path folder) {
        try (var database = Database.open(folder.resolve("platform.db"), "db/platform")) {
            var ledger = new SqlLedger(database);
            ledger.plan(LedgerContract.planned("a-1", "org-1", "k"));
            ledger.step("a-1", State.PLANNED, State.SENT, THEN, "");
        }
        try (var database = Database.open(folder.resolve("platform.db"), "db/platform")) {
            assertThat(new SqlLedger(database).unsettled())
                    .extracting(LedgerEntry::state)
                    .containsExactly(State.SENT);
        }
    }
}
