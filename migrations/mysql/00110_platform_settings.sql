-- What zones are made with beside what names save, and how far the zones are that a change of it touches.
-- +goose Up
CREATE TABLE platform_settings (
    setting VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    after_id BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE platform_settings;
