-- Restores of a backup into this database. While one is loading, nothing works; while one is reconciling, nothing is sold.
-- Not part of backups.
-- +goose Up
CREATE TABLE restores (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL,
    source TEXT NOT NULL,
    backup_at DATETIME NOT NULL,
    business_at DATETIME NOT NULL,
    keeps_registry BOOLEAN NOT NULL,
    through_domain INTEGER NOT NULL,
    compared INTEGER NOT NULL,
    started_at DATETIME NOT NULL,
    loaded_at DATETIME,
    lifted_at DATETIME
);
