-- What had happened at the registries after the backup. mark makes one that is found again by an interrupted run unique.
-- +goose Up
CREATE TABLE restore_findings (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    restore_id BIGINT NOT NULL,
    mark VARCHAR(300) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    account_id BIGINT NOT NULL,
    name VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    detail VARCHAR(1000) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    UNIQUE (restore_id, mark),
    CONSTRAINT restore_findings_restore_id FOREIGN KEY (restore_id) REFERENCES restores (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
