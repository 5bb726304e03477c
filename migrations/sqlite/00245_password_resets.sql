-- Links by which a user sets another password once: one per user. hash: SHA-256 of what the link holds.
-- +goose Up
CREATE TABLE password_resets (
    user_id INTEGER NOT NULL PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    until_at DATETIME NOT NULL,
    FOREIGN KEY (user_id) REFERENCES users (id)
);
-- +goose Down
DROP TABLE password_resets;
