-- The user who was asked, or 0 before anybody is known: challenges of strangers must not stand in the way of users.
-- +goose Up
ALTER TABLE sign_in_challenges ADD COLUMN user_id BIGINT NOT NULL DEFAULT 0, ADD INDEX sign_in_challenges_user (user_id);
-- +goose Down
ALTER TABLE sign_in_challenges DROP INDEX sign_in_challenges_user, DROP COLUMN user_id;
