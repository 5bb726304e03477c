-- Differences between names and their registries: one row for each part of a name. told: the operator has heard of it.
-- +goose Up
CREATE TABLE registry_findings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    domain_id INTEGER NOT NULL,
    part TEXT NOT NULL,
    account_id INTEGER NOT NULL,
    connector TEXT NOT NULL,
    name TEXT NOT NULL,
    words TEXT NOT NULL,
    mended BOOLEAN NOT NULL,
    found_at DATETIME NOT NULL,
    told BOOLEAN NOT NULL,
    UNIQUE (domain_id, part)
);
-- +goose Down
DROP TABLE registry_findings;
