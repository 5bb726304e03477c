-- Net prices in minor units that an account pays in place of those in prices. They are no rows of prices, because servers of the release
-- before would charge them to everybody. cost: 0 = that of the price list.
-- +goose Up
CREATE TABLE account_prices (
    account_id INTEGER NOT NULL,
    tld TEXT NOT NULL,
    currency TEXT NOT NULL,
    operation TEXT NOT NULL,
    years INTEGER NOT NULL,
    net INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    PRIMARY KEY (account_id, tld, currency, operation, years),
    CHECK (net >= 0),
    FOREIGN KEY (account_id) REFERENCES accounts (id)
);
-- +goose Down
DROP TABLE account_prices;
