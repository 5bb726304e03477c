-- What this installation is called at payment providers, and through which time (wall) it has compared its books with theirs: what is restored from a backup
-- is compared from there on.
-- +goose Up
CREATE TABLE installation (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    payments_through DATETIME NOT NULL
);
-- +goose Down
DROP TABLE installation;
