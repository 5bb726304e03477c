-- Deletions that bring the refund of a registration in the add grace, by the account that was charged and the month (202603): there is a
-- limit of them.
-- +goose Up
CREATE TABLE grace_refunds (
    order_id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL,
    month INTEGER NOT NULL,
    UNIQUE (account_id, month, order_id)
);
-- +goose Down
DROP TABLE grace_refunds;
