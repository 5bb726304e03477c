-- Requests that carried an idempotency key, with the answer that a repeat gets. answer is NULL while one is being carried out.
-- +goose Up
CREATE TABLE keyed_requests (
    account_id BIGINT NOT NULL,
    request_key VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    params_hash VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    holder VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    lease_end DATETIME(6) NOT NULL,
    answer LONGBLOB NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (account_id, request_key),
    INDEX keyed_requests_created_at (created_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
