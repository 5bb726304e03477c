-- Restores of a backup into this database. While one is loading, nothing works; while one is reconciling, nothing is sold.
-- Not part of backups.
-- +goose Up
CREATE TABLE restores (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    source VARCHAR(255) NOT NULL,
    backup_at DATETIME(6) NOT NULL,
    business_at DATETIME(6) NOT NULL,
    keeps_registry BOOLEAN NOT NULL,
    through_domain BIGINT NOT NULL,
    compared BIGINT NOT NULL,
    started_at DATETIME(6) NOT NULL,
    loaded_at DATETIME(6) NULL,
    lifted_at DATETIME(6) NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
