-- The SOA serial of each name whose zone has changed: by name, so that it goes on growing when the name is registered again.
-- +goose Up
CREATE TABLE zone_serials (
    name TEXT PRIMARY KEY,
    serial INTEGER NOT NULL,
    changed_at DATETIME NOT NULL
);
-- +goose Down
DROP TABLE zone_serials;
