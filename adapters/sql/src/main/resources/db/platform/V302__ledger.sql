-- Actions and their steps. An action's state is that of its last step, kept beside it to be found. Times are epoch
-- milliseconds.
CREATE TABLE action (
  number             INTEGER PRIMARY KEY AUTOINCREMENT,
  id                 TEXT NOT NULL UNIQUE,
  org_id             TEXT NOT NULL,
  idempotency_key    TEXT NOT NULL,
  action_id          TEXT NOT NULL,
  title              TEXT NOT NULL,
  module             TEXT NOT NULL,
  module_instance_id TEXT NOT NULL,
  observable_type    TEXT NOT NULL,
  observable_value   TEXT NOT NULL,
  parameters         TEXT NOT NULL,
  user_id            TEXT NOT NULL,
  login              TEXT NOT NULL,
  state              TEXT NOT NULL,
  UNIQUE (org_id, idempotency_key)
);
CREATE INDEX action_org ON action (org_id, number);
CREATE INDEX action_open ON action (number) WHERE state IN ('planned', 'sent');

CREATE TABLE action_step (
  action_number INTEGER NOT NULL REFERENCES action (number),
  step          INTEGER NOT NULL,
  state         TEXT NOT NULL,
  at            INTEGER NOT NULL,
  detail        TEXT NOT NULL,
  PRIMARY KEY (action_number, step)
) WITHOUT ROWID;
