-- acts: how many changes a person has made by the session. Counting writes its row, so that a change and the end of the session cannot pass each other by.
-- +goose Up
ALTER TABLE user_sessions ADD COLUMN acts BIGINT NOT NULL DEFAULT 0;
-- +goose Down
ALTER TABLE user_sessions DROP COLUMN acts;
