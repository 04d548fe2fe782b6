package argiope.memory.platform.respond;

import argiope.platform.respond.Ledger;
import argiope.platform.respond.LedgerEntry;
import argiope.platform.respond.LedgerEntry.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public final class MemoryLedger implements Ledger {
    private final Map<String, LedgerEntry> entries = new LinkedHashMap<>();

    @Override
    public synchronized Planned plan(LedgerEntry entry) {
        var known = byKey(entry.orgId(), entry.key());
        if (known.isPresent()) return new Planned(known.get(), false);
        entries.put(entry.id(), entry);
        return new Planned(entry, true);
    }

    @Override
    public synchronized boolean step(String id, State from, State to, Instant at, String detail) {
        var old = entries.get(id);
        if (old == null || old.state() != from) return false;
        var steps = new ArrayList<>(old.steps());
        steps.add(new LedgerEntry.Step(to, at, detail));
        entries.put(
                id,
                new LedgerEntry(
                        old.id(),
                        old.orgId(),
                        old.key(),
                        old.actionId(),
                        old.title(),
                        old.module(),
                        old.moduleInstanceId(),
                        old.observable(),
                        old.parameters(),
                        old.userId(),
                        old.login(),
                        steps));
        return true;
    }

    @Override
    public synchronized Optional<LedgerEntry> byId(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    @Override
    public synchronized Optional<LedgerEntry> byKey(String orgId, String key) {
        return entries.values().stream()
                .filter(e -> e.orgId().equals(orgId) && e.key().equals(key))
                .findFirst();
    }

    @Override
    public synchronized List<LedgerEntry> newest(String orgId, int limit, int offset) {
        return new ArrayList<>(entries.values())
                .reversed().stream()
                        .filter(e -> e.orgId().equals(orgId))
                        .skip(offset)
                        .limit(limit)
                        .toList();
    }

    @Override
    public synchronized List<LedgerEntry> unsettled() {
        return entries.values().stream()
                .filter(e -> !e.state().isFinal())
                .limit(1000)
                .toList();
    }
}
