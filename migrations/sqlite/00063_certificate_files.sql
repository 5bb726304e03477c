-- Keys and certificates of the hosts of web forwards, and the account at the certificate authority, sealed with the secret key.
-- +goose Up
CREATE TABLE certificate_files (
    name TEXT NOT NULL PRIMARY KEY,
    body BLOB NOT NULL,
    modified_at DATETIME NOT NULL
);
-- +goose Down
DROP TABLE certificate_files;
