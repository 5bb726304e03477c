-- What an account has set of automatic top-up, and the card that is charged for it: what the provider calls it, and what is printed on it. Amounts are in minor
-- units; declines are those in a row, try_at is when a paused one is tried again.
-- +goose Up
CREATE TABLE top_ups (
    account_id BIGINT NOT NULL PRIMARY KEY,
    customer VARCHAR(190) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    method VARCHAR(190) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    brand VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    last4 VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    exp_month INT NOT NULL,
    exp_year INT NOT NULL,
    state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    below BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    month_max BIGINT NOT NULL,
    declines INT NOT NULL,
    try_at DATETIME(6),
    version BIGINT NOT NULL,
    card_from BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE top_ups;
