-- Searches for names that users of the panel have given a name. search: the words of the search, as they were typed.
-- A row goes with its user; the database sees to it, so that servers of the release before can take people away, too.
-- +goose Up
CREATE TABLE saved_views (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    name VARCHAR(255) NOT NULL,
    search TEXT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    UNIQUE (user_id, name),
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE saved_views;
