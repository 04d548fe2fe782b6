CREATE TABLE block_entry (
    id         TEXT PRIMARY KEY,
    type       TEXT NOT NULL,
    value      TEXT NOT NULL,
    reason     TEXT NOT NULL,
    made_by    TEXT NOT NULL,
    made_at    INTEGER NOT NULL,
    until      INTEGER, -- NULL for no end
    action_key TEXT NOT NULL,
    UNIQUE (type, value)
);
CREATE INDEX block_entry_by_end ON block_entry (until) WHERE until IS NOT NULL;

-- Actions that were carried out, by their key, with the entry as it was: the same key again has no second effect.
CREATE TABLE block_action (
    action_key TEXT PRIMARY KEY,
    at         INTEGER NOT NULL,
    id         TEXT NOT NULL,
    type       TEXT NOT NULL,
    value      TEXT NOT NULL,
    reason     TEXT NOT NULL,
    made_by    TEXT NOT NULL,
    made_at    INTEGER NOT NULL,
    until      INTEGER,
    entry_key  TEXT NOT NULL
);
CREATE INDEX block_action_by_time ON block_action (at);

CREATE TABLE block_list (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    generation INTEGER NOT NULL,
    secret     TEXT NOT NULL
);
INSERT INTO block_list (one, generation, secret) VALUES (1, 0, '');
