-- Keys and certificates of the hosts of web forwards, and the account at the certificate authority, sealed with the secret key.
-- +goose Up
CREATE TABLE certificate_files (
    name VARCHAR(700) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    body LONGBLOB NOT NULL,
    modified_at DATETIME(6) NOT NULL,
    PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE certificate_files;
