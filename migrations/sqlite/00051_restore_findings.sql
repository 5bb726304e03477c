-- What had happened at the registries after the backup. mark makes one that is found again by an interrupted run unique.
-- +goose Up
CREATE TABLE restore_findings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    restore_id INTEGER NOT NULL,
    mark TEXT NOT NULL,
    kind TEXT NOT NULL,
    account_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    detail TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    UNIQUE (restore_id, mark),
    FOREIGN KEY (restore_id) REFERENCES restores (id)
);
