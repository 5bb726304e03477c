-- Net prices in minor units.
-- +goose Up
CREATE TABLE prices (
    tld VARCHAR(63) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    currency VARCHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    operation VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    years INT NOT NULL,
    net BIGINT NOT NULL,
    cost BIGINT NOT NULL,
    PRIMARY KEY (tld, currency, operation, years),
    CHECK (net >= 0)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
