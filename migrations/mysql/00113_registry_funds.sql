-- Connectors whose registry has too little of our money for what waits, and when the operator was told.
-- +goose Up
CREATE TABLE registry_funds (
    connector VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    low BOOLEAN NOT NULL,
    told_at DATETIME(6) NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE registry_funds;
