-- Connectors through which the operator lets nothing be changed: orders wait. One row while it is so.
-- +goose Up
CREATE TABLE registry_pauses (
    connector TEXT NOT NULL PRIMARY KEY,
    reason TEXT NOT NULL,
    paused_at DATETIME NOT NULL
);
-- +goose Down
DROP TABLE registry_pauses;
