-- Actions that a platform has triggered, by their key, so that none is carried out twice. Times are epoch milliseconds.
CREATE TABLE device_trigger (
  key       TEXT   NOT NULL PRIMARY KEY,
  action_id TEXT   NOT NULL,
  type      TEXT   NOT NULL,
  value     TEXT   NOT NULL,
  state     TEXT   NOT NULL,
  detail    TEXT   NOT NULL,
  at        BIGINT NOT NULL
);
CREATE INDEX device_trigger_by_age ON device_trigger (at);
