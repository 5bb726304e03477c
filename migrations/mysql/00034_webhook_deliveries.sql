-- What was or is to be posted: one for each endpoint and event. next_try is NULL once it is delivered or given up.
-- +goose Up
CREATE TABLE webhook_deliveries (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    endpoint_id BIGINT NOT NULL,
    event_id BIGINT NOT NULL,
    kind VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    body LONGTEXT NOT NULL,
    state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    attempts INT NOT NULL,
    next_try DATETIME(6) NULL,
    status INT NOT NULL,
    problem VARCHAR(1000) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    tried_at DATETIME(6) NULL,
    UNIQUE (endpoint_id, event_id),
    INDEX webhook_deliveries_endpoint_id_next_try (endpoint_id, next_try),
    INDEX webhook_deliveries_next_try (next_try),
    FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoints (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
