-- What planned_prices has for the lists of groups. They are no rows of planned_prices, because servers of the release before would let them
-- hold for everybody.
-- +goose Up
CREATE TABLE planned_group_prices (
    price_group VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
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
    PRIMARY KEY (price_group, tld, currency, operation, years, valid_from),
    CHECK (net >= 0),
    FOREIGN KEY (price_group) REFERENCES price_groups (name)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE planned_group_prices;
