-- Stays in the panel, from signing in to signing out. hash: SHA-256 of what the browser holds. view_as: the account that staff looks at.
-- +goose Up
CREATE TABLE user_sessions (
    hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    user_id BIGINT NOT NULL,
    view_as BIGINT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    seen_at DATETIME(6) NOT NULL,
    proved_at DATETIME(6) NOT NULL,
    FOREIGN KEY (user_id) REFERENCES users (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE user_sessions;
