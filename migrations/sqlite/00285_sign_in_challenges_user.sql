-- The user who was asked, or 0 before anybody is known: challenges of strangers must not stand in the way of users.
-- +goose Up
ALTER TABLE sign_in_challenges ADD COLUMN user_id INTEGER NOT NULL DEFAULT 0;
CREATE INDEX sign_in_challenges_user ON sign_in_challenges (user_id);
-- +goose Down
DROP INDEX sign_in_challenges_user;
ALTER TABLE sign_in_challenges DROP COLUMN user_id;
