-- How often something was tried that may be tried only so often in an hour or a UTC day: auth codes of others' names, changes that cost nothing, bytes of kept answers.
-- +goose Up
CREATE TABLE tries (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    subject VARCHAR(300) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    tries INT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    UNIQUE (subject)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE tries;
