-- How far the comparison of all names of a connector with their registry has come. ended_at is NULL while it goes on.
-- +goose Up
CREATE TABLE registry_sweeps (
    connector TEXT NOT NULL PRIMARY KEY,
    after_id INTEGER NOT NULL,
    begun_at DATETIME NOT NULL,
    ended_at DATETIME
);
-- +goose Down
DROP TABLE registry_sweeps;
