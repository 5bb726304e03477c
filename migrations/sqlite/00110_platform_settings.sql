-- What zones are made with beside what names save, and how far the zones are that a change of it touches.
-- +goose Up
CREATE TABLE platform_settings (
    setting TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    after_id INTEGER NOT NULL
);
-- +goose Down
DROP TABLE platform_settings;
