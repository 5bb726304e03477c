-- Every version of zone_documents, for undo and as their audit record.
-- +goose Up
CREATE TABLE zone_history (
    domain_id BIGINT NOT NULL,
    kind VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    version BIGINT NOT NULL,
    body LONGTEXT NOT NULL,
    saved_at DATETIME(6) NOT NULL,
    saved_by VARCHAR(255) NOT NULL,
    request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (domain_id, kind, version)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
