-- Where events are posted to. All times are wall time. secret and old_secret are sealed.
-- +goose Up
CREATE TABLE webhook_endpoints (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    account_id BIGINT NOT NULL,
    url VARCHAR(2000) NOT NULL,
    kinds VARCHAR(2000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    seal_id VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    secret VARBINARY(1024) NOT NULL,
    old_secret VARBINARY(1024) NULL,
    old_until DATETIME(6) NULL,
    failures INT NOT NULL,
    failing_since DATETIME(6) NULL,
    retry_at DATETIME(6) NULL,
    disabled_at DATETIME(6) NULL,
    problem VARCHAR(1000) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    removed_at DATETIME(6) NULL,
    INDEX webhook_endpoints_account_id (account_id),
    FOREIGN KEY (account_id) REFERENCES accounts (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
