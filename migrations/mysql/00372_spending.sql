-- What callers have spent or reserved on a UTC day (20260301), in minor units of their account's currency: by the account (budget 0) and by each of its tokens.
-- +goose Up
CREATE TABLE spending (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    account_id BIGINT NOT NULL,
    budget BIGINT NOT NULL,
    day BIGINT NOT NULL,
    spent BIGINT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    UNIQUE (account_id, day, budget)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE spending;
