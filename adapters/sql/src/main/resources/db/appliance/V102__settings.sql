CREATE TABLE settings_commit (
    number    INTEGER PRIMARY KEY,
    time      INTEGER NOT NULL,
    author_id TEXT NOT NULL,
    author    TEXT NOT NULL,
    comment   TEXT NOT NULL,
    changes   TEXT NOT NULL, -- JSON: [{path, from?, to?}]
    tree      TEXT NOT NULL  -- JSON: all settings
);

CREATE TABLE settings_pending (
    account_id TEXT PRIMARY KEY, -- no reference: the program itself may have changes too
    items      TEXT NOT NULL     -- JSON: [{path, from?, to?, seen}]
);
