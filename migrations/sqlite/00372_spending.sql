-- What callers have spent or reserved on a UTC day (20260301), in minor units of their account's currency: by the account (budget 0) and by each of its tokens.
-- +goose Up
CREATE TABLE spending (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL,
    budget INTEGER NOT NULL,
    day INTEGER NOT NULL,
    spent INTEGER NOT NULL,
    created_at DATETIME NOT NULL,
    UNIQUE (account_id, day, budget)
);
-- +goose Down
DROP TABLE spending;
