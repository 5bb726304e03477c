-- What users sign in with: credentials of WebAuthn. hash: SHA-256 of the credential's id. credential: JSON, with the public key.
-- +goose Up
CREATE TABLE passkeys (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    credential TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    last_used DATETIME,
    FOREIGN KEY (user_id) REFERENCES users (id)
);
-- +goose Down
DROP TABLE passkeys;
