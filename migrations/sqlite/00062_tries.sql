-- How often something was tried that may be tried only so often in an hour or a UTC day: auth codes of others' names, changes that cost nothing, bytes of kept answers.
-- +goose Up
CREATE TABLE tries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    subject TEXT NOT NULL UNIQUE,
    tries INTEGER NOT NULL,
    created_at DATETIME NOT NULL
);
-- +goose Down
DROP TABLE tries;
