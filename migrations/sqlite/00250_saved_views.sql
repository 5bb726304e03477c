-- Searches for names that users of the panel have given a name. search: the words of the search, as they were typed.
-- A row goes with its user; the database sees to it, so that servers of the release before can take people away, too.
-- +goose Up
CREATE TABLE saved_views (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    search TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    UNIQUE (user_id, name),
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
-- +goose Down
DROP TABLE saved_views;
