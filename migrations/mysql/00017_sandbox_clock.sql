-- The offset of business time in microseconds, and the offset that was asked for and is being stepped to.
-- +goose Up
CREATE TABLE sandbox_clock (
    id INT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    offset_us BIGINT NOT NULL,
    target_us BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
