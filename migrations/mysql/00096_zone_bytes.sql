-- Bytes that an account's saves of records and forwards have added to the history of zones on a UTC day (20260301): there is a budget of
-- them. Days that are over are deleted.
-- +goose Up
CREATE TABLE zone_bytes (
    account_id BIGINT NOT NULL,
    day INT NOT NULL,
    bytes BIGINT NOT NULL,
    PRIMARY KEY (account_id, day)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE zone_bytes;
