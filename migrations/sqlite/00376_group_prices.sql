-- Net prices in minor units that the accounts of a group pay in place of those in prices, where they have none in account_prices.
-- cost: 0 = that of the price list.
-- +goose Up
CREATE TABLE group_prices (
    price_group TEXT NOT NULL,
    tld TEXT NOT NULL,
    currency TEXT NOT NULL,
    operation TEXT NOT NULL,
    years INTEGER NOT NULL,
    net INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    PRIMARY KEY (price_group, tld, currency, operation, years),
    CHECK (net >= 0),
    FOREIGN KEY (price_group) REFERENCES price_groups (name)
);
-- +goose Down
DROP TABLE group_prices;
