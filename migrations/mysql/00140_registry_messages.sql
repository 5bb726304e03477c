-- Messages of registries that only a person can act on. mark makes one that is read again unique; done_at: the operator has seen to it.
-- +goose Up
CREATE TABLE registry_messages (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    connector VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    mark VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    message_id VARCHAR(255) NOT NULL,
    sent_at DATETIME(6) NULL,
    kind VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name VARCHAR(253) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    words VARCHAR(1000) NOT NULL,
    data VARCHAR(1000) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    done_at DATETIME(6) NULL,
    told BOOLEAN NOT NULL,
    UNIQUE (connector, mark)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE registry_messages;
