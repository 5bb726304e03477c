-- Deletions that bring the refund of a registration in the add grace, by the account that was charged and the month (202603): there is a
-- limit of them.
-- +goose Up
CREATE TABLE grace_refunds (
    order_id BIGINT NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL,
    month INT NOT NULL,
    UNIQUE (account_id, month, order_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE grace_refunds;
