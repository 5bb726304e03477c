-- Bytes that an account's saves of records and forwards have added to the history of zones on a UTC day (20260301): there is a budget of
-- them. Days that are over are deleted.
-- +goose Up
CREATE TABLE zone_bytes (
    account_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (account_id, day)
);
-- +goose Down
DROP TABLE zone_bytes;
