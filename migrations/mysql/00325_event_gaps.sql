-- Numbers of events that a restore leaves out, because events since the backup may have had them: last_seq is the highest of the backup,
-- next_seq the first that is given afterwards.
-- +goose Up
CREATE TABLE event_gaps (
    next_seq BIGINT NOT NULL PRIMARY KEY,
    last_seq BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE event_gaps;
