package argiope.appliance.settings;

import java.util.List;

/// What an account has submitted and not committed yet.
public record Pending(String accountId, List<Item> items) {
    public Pending {
        items = List.copyOf(items);
    }

    /// @param seen number of the last commit that the account could know when it submitted this
    public record Item(Change change, long seen) {}

    public List<Change> changes() {
        return items.stream().map(Item::change).toList();
    }

    public boolean touches(String path) {
        return items.stream().anyMatch(item -> Change.inside(item.change().path(), path));
    }
}
