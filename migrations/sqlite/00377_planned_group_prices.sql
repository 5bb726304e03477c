-- What planned_prices has for the lists of groups. They are no rows of planned_prices, because servers of the release before would let them
-- hold for everybody.
-- +goose Up
CREATE TABLE planned_group_prices (
    price_group TEXT NOT NULL,
    tld TEXT NOT NULL,
    currency TEXT NOT NULL,
    operation TEXT NOT NULL,
    years INTEGER NOT NULL,
    valid_from DATETIME NOT NULL,
    net INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    removed BOOLEAN NOT NULL,
    planned_by TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    PRIMARY KEY (price_group, tld, currency, operation, years, valid_from),
    CHECK (net >= 0),
    FOREIGN KEY (price_group) REFERENCES price_groups (name)
);
-- +goose Down
DROP TABLE planned_group_prices;
