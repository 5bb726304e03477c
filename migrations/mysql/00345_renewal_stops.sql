-- The names of an account whose automatic renewal is still to be switched off, as they were confirmed. Until then nothing renews them by itself.
-- active: they were so when it was confirmed. names: how many it is in all.
-- +goose Up
CREATE TABLE renewal_stops (
    account_id BIGINT NOT NULL,
    domain_id BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    names BIGINT NOT NULL,
    PRIMARY KEY (account_id, domain_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE renewal_stops;
