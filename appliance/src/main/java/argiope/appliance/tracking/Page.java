package argiope.appliance.tracking;

import java.util.List;

/// Rows of an answer, and where it goes on.
///
/// @param next [Cursor#START] when there is no more
/// @param complete false if the deadline cut the search short; `next` then goes on from there
public record Page(List<Transaction> rows, Cursor next, boolean complete) {
    public Page {
        rows = List.copyOf(rows);
    }
}
