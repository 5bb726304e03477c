-- Deletions of names that are taken apart first: what the name had before is on record before the first step, so that whoever finds one after a
-- crash carries it on (back = 0), or sets it back (back = 1). placed is who asked and what for, JSON. Gone with its end.
-- +goose Up
CREATE TABLE deletions (
    domain_id BIGINT NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL,
    paid_from DATETIME(6) NOT NULL,
    had MEDIUMTEXT NOT NULL,
    placed TEXT NOT NULL,
    back BOOLEAN NOT NULL,
    tries INT NOT NULL,
    fence BIGINT NOT NULL,
    due_at DATETIME(6) NOT NULL,
    lease_end DATETIME(6) NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE deletions;
