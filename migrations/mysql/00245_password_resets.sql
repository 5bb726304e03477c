-- Links by which a user sets another password once: one per user. hash: SHA-256 of what the link holds.
-- +goose Up
CREATE TABLE password_resets (
    user_id BIGINT NOT NULL PRIMARY KEY,
    hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
    until_at DATETIME(6) NOT NULL,
    FOREIGN KEY (user_id) REFERENCES users (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE password_resets;
