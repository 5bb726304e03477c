-- Net prices in minor units that an account pays in place of those in prices. They are no rows of prices, because servers of the release
-- before would charge them to everybody. cost: 0 = that of the price list.
-- +goose Up
CREATE TABLE account_prices (
    account_id BIGINT NOT NULL,
    tld VARCHAR(63) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    currency VARCHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    operation VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    years INT NOT NULL,
    net BIGINT NOT NULL,
    cost BIGINT NOT NULL,
    PRIMARY KEY (account_id, tld, currency, operation, years),
    CHECK (net >= 0),
    FOREIGN KEY (account_id) REFERENCES accounts (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE account_prices;
