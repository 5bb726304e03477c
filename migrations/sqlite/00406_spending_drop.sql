-- What was spent on a day is the sum of its orders.
-- +goose Up
DROP TABLE IF EXISTS spending;
-- +goose Down
CREATE TABLE spending (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL,
    budget INTEGER NOT NULL,
    day INTEGER NOT NULL,
    spent INTEGER NOT NULL,
    created_at DATETIME NOT NULL,
    UNIQUE (account_id, day, budget)
);
