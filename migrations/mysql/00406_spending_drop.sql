-- What was spent on a day is the sum of its orders.
-- +goose Up
DROP TABLE IF EXISTS spending;
-- +goose Down
CREATE TABLE spending (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    account_id BIGINT NOT NULL,
    budget BIGINT NOT NULL,
    day BIGINT NOT NULL,
    spent BIGINT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    UNIQUE (account_id, day, budget)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
