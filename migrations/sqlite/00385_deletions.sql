-- Deletions of names that are taken apart first: what the name had before is on record before the first step, so that whoever finds one after a
-- crash carries it on (back = 0), or sets it back (back = 1). placed is who asked and what for, JSON. Gone with its end.
-- +goose Up
CREATE TABLE deletions (
    domain_id INTEGER NOT NULL PRIMARY KEY,
    account_id INTEGER NOT NULL,
    paid_from DATETIME NOT NULL,
    had TEXT NOT NULL,
    placed TEXT NOT NULL,
    back BOOLEAN NOT NULL,
    tries INTEGER NOT NULL,
    fence INTEGER NOT NULL,
    due_at DATETIME NOT NULL,
    lease_end DATETIME NULL
);
-- +goose Down
DROP TABLE deletions;
