-- E-mail addresses for which somebody has said that the password is forgotten, until a mail is written. Whether they are users' is not looked at before.
-- +goose Up
CREATE TABLE password_asks (
    email TEXT NOT NULL PRIMARY KEY,
    asked_at DATETIME NOT NULL,
    address TEXT NOT NULL,
    request_id TEXT NOT NULL
);
-- +goose Down
DROP TABLE password_asks;
