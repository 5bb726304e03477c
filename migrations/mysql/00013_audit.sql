-- One record per mutation that is not an order, written with it.
-- +goose Up
CREATE TABLE audit (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    created_at DATETIME(6) NOT NULL,
    account_id BIGINT NOT NULL,
    actor VARCHAR(255) NOT NULL,
    action VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    object VARCHAR(255) NOT NULL,
    detail VARCHAR(1000) NOT NULL,
    request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    INDEX audit_account_id_id (account_id, id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
