-- Connectors whose registry has too little of our money for what waits, and when the operator was told.
-- +goose Up
CREATE TABLE registry_funds (
    connector TEXT NOT NULL PRIMARY KEY,
    low BOOLEAN NOT NULL,
    told_at DATETIME NOT NULL
);
-- +goose Down
DROP TABLE registry_funds;
