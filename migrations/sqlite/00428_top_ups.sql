-- What an account has set of automatic top-up, and the card that is charged for it: what the provider calls it, and what is printed on it. Amounts are in minor
-- units; declines are those in a row, try_at is when a paused one is tried again.
-- +goose Up
CREATE TABLE top_ups (
    account_id INTEGER NOT NULL PRIMARY KEY,
    customer TEXT NOT NULL,
    method TEXT NOT NULL,
    brand TEXT NOT NULL,
    last4 TEXT NOT NULL,
    exp_month INTEGER NOT NULL,
    exp_year INTEGER NOT NULL,
    state TEXT NOT NULL,
    below INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    month_max INTEGER NOT NULL,
    declines INTEGER NOT NULL,
    try_at DATETIME,
    version INTEGER NOT NULL,
    card_from INTEGER NOT NULL
);
-- +goose Down
DROP TABLE top_ups;
