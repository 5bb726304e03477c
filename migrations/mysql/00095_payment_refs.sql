-- References of payments, each of one account: the operator's own, with the entry that it posted.
-- +goose Up
CREATE TABLE payment_refs (
    ref VARCHAR(190) NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE payment_refs;
