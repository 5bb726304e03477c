-- Changes of prices that apply from a date on: then the row goes and what it says is in prices or account_prices, which alone are charged.
-- account_id: 0 = the price list. removed: the price goes. planned_by: who is named when it applies.
-- +goose Up
CREATE TABLE planned_prices (
    account_id BIGINT NOT NULL,
    tld VARCHAR(63) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    currency VARCHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    operation VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    years INT NOT NULL,
    valid_from DATETIME(6) NOT NULL,
    net BIGINT NOT NULL,
    cost BIGINT NOT NULL,
    removed BOOLEAN NOT NULL,
    planned_by VARCHAR(255) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (account_id, tld, currency, operation, years, valid_from),
    CHECK (net >= 0)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE planned_prices;
