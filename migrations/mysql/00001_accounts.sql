-- Resellers.
-- +goose Up
CREATE TABLE accounts (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    email VARCHAR(254) NOT NULL,
    name VARCHAR(255) NOT NULL,
    currency VARCHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    tax_rate_ppm BIGINT NOT NULL,
    replay_seconds BIGINT NOT NULL,
    language VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    disabled BOOLEAN NOT NULL,
    default_contact LONGTEXT NULL,
    created_at DATETIME(6) NOT NULL,
    UNIQUE (email)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
