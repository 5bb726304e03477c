-- Passwords of users, each with the secret of its codes (TOTP). hash: Argon2id. totp: sealed. totp_step: the last step whose code was used.
-- +goose Up
CREATE TABLE passwords (
    user_id BIGINT NOT NULL PRIMARY KEY,
    hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    totp VARBINARY(255) NOT NULL,
    totp_step BIGINT NOT NULL,
    set_at DATETIME(6) NOT NULL,
    FOREIGN KEY (user_id) REFERENCES users (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE passwords;
