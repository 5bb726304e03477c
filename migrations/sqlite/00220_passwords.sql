-- Passwords of users, each with the secret of its codes (TOTP). hash: Argon2id. totp: sealed. totp_step: the last step whose code was used.
-- +goose Up
CREATE TABLE passwords (
    user_id INTEGER NOT NULL PRIMARY KEY,
    hash TEXT NOT NULL,
    totp BLOB NOT NULL,
    totp_step INTEGER NOT NULL,
    set_at DATETIME NOT NULL,
    FOREIGN KEY (user_id) REFERENCES users (id)
);
-- +goose Down
DROP TABLE passwords;
