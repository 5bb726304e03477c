-- The sandbox registry: one document per thing. due is unix microseconds, 0 = never.
-- +goose Up
CREATE TABLE registry_documents (
    doc_key VARCHAR(300) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    version BIGINT NOT NULL,
    body LONGTEXT NOT NULL,
    due BIGINT NOT NULL,
    PRIMARY KEY (doc_key),
    INDEX registry_documents_due (due)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
