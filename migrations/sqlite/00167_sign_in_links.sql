-- Links that sign a user in once: one per user. hash: SHA-256 of what the link holds.
-- +goose Up
CREATE TABLE sign_in_links (
    user_id INTEGER NOT NULL PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    until_at DATETIME NOT NULL,
    FOREIGN KEY (user_id) REFERENCES users (id)
);
-- +goose Down
DROP TABLE sign_in_links;
