-- References of payments, each of one account: the operator's own, with the entry that it posted. RTRIM: see accounts.
-- +goose Up
CREATE TABLE payment_refs (
    ref TEXT COLLATE RTRIM PRIMARY KEY,
    account_id INTEGER NOT NULL
);
-- +goose Down
DROP TABLE payment_refs;
