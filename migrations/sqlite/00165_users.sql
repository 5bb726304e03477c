-- People who sign in to the panel. account_id 0: the operator's staff.
-- +goose Up
CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL,
    email TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    language TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    last_seen DATETIME
);
-- +goose Down
DROP TABLE users;
