-- Acts on many names of an account that were confirmed in the panel. form: hash of what was confirmed, so that a form that is sent again begins no
-- second act. names: how many were confirmed. result: query with the orders that were placed, the names for which nothing was done by what kept
-- them, and how many were changed here alone, as far as the act has come. lease_end: wall time at which one that has not ended has stopped. by_actor: who began it.
-- +goose Up
CREATE TABLE bulk_acts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL,
    act TEXT NOT NULL,
    form TEXT NOT NULL,
    names INTEGER NOT NULL,
    by_actor TEXT NOT NULL,
    result TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    lease_end DATETIME NOT NULL,
    ended_at DATETIME,
    UNIQUE (account_id, form),
    FOREIGN KEY (account_id) REFERENCES accounts (id)
);
-- +goose Down
DROP TABLE bulk_acts;
