-- How often something was tried that may be tried only so often in an hour, such as auth codes of others' names.
-- +goose Up
CREATE TABLE tries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    subject TEXT NOT NULL UNIQUE,
    tries INTEGER NOT NULL,
    created_at DATETIME NOT NULL
);
-- +goose Down
DROP TABLE tries;
