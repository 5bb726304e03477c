-- A host that ALIAS records point to, with the addresses that were last found, separated by blanks, and when it is to be asked for again.
-- +goose Up
CREATE TABLE alias_targets (
    host TEXT NOT NULL PRIMARY KEY,
    addresses TEXT NOT NULL,
    wanted_at DATETIME NOT NULL,
    asked_at DATETIME,
    resolved_at DATETIME,
    next_at DATETIME NOT NULL,
    failures INTEGER NOT NULL,
    problem TEXT NOT NULL
);
-- +goose Down
DROP TABLE alias_targets;
