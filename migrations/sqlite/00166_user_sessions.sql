-- Stays in the panel, from signing in to signing out. hash: SHA-256 of what the browser holds. view_as: the account that staff looks at.
-- +goose Up
CREATE TABLE user_sessions (
    hash TEXT NOT NULL PRIMARY KEY,
    user_id INTEGER NOT NULL,
    view_as INTEGER NOT NULL,
    created_at DATETIME NOT NULL,
    seen_at DATETIME NOT NULL,
    proved_at DATETIME NOT NULL,
    FOREIGN KEY (user_id) REFERENCES users (id)
);
-- +goose Down
DROP TABLE user_sessions;
