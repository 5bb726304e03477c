-- A host that ALIAS records point to, with the addresses that were last found, separated by blanks, and when it is to be asked for again.
-- +goose Up
CREATE TABLE alias_targets (
    host VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    addresses VARCHAR(2048) NOT NULL,
    wanted_at DATETIME(6) NOT NULL,
    asked_at DATETIME(6) NULL,
    resolved_at DATETIME(6) NULL,
    next_at DATETIME(6) NOT NULL,
    failures BIGINT NOT NULL,
    problem VARCHAR(2048) NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE alias_targets;
