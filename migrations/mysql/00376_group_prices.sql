-- Net prices in minor units that the accounts of a group pay in place of those in prices, where they have none in account_prices.
-- cost: 0 = that of the price list.
-- +goose Up
CREATE TABLE group_prices (
    price_group VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    tld VARCHAR(63) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    currency VARCHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    operation VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    years INT NOT NULL,
    net BIGINT NOT NULL,
    cost BIGINT NOT NULL,
    PRIMARY KEY (price_group, tld, currency, operation, years),
    CHECK (net >= 0),
    FOREIGN KEY (price_group) REFERENCES price_groups (name)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE group_prices;
