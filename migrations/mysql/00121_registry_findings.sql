-- Differences between names and their registries: one row for each part of a name. told: the operator has heard of it.
-- +goose Up
CREATE TABLE registry_findings (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    domain_id BIGINT NOT NULL,
    part VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    account_id BIGINT NOT NULL,
    connector VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name VARCHAR(253) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    words VARCHAR(1000) NOT NULL,
    mended BOOLEAN NOT NULL,
    found_at DATETIME(6) NOT NULL,
    told BOOLEAN NOT NULL,
    UNIQUE (domain_id, part)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE registry_findings;
