-- What the sandbox registry carried out, in order.
-- +goose Up
CREATE TABLE registry_effects (
    seq BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    body LONGTEXT NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
