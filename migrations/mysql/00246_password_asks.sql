-- E-mail addresses for which somebody has said that the password is forgotten, until a mail is written. Whether they are users' is not looked at before.
-- +goose Up
CREATE TABLE password_asks (
    email VARCHAR(255) NOT NULL PRIMARY KEY,
    asked_at DATETIME(6) NOT NULL,
    address VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE password_asks;
