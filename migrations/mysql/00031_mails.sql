-- Mails to be sent and sent ones: one for each cause. expires is business time, next_try and queued_at are wall time.
-- +goose Up
CREATE TABLE mails (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    cause VARCHAR(190) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    account_id BIGINT NOT NULL,
    domain_id BIGINT NOT NULL,
    invoice_id BIGINT NOT NULL,
    kind VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    recipient VARCHAR(320) NOT NULL,
    subject VARCHAR(1000) NOT NULL,
    body_text LONGTEXT NOT NULL,
    body_html LONGTEXT NOT NULL,
    term DATETIME(6) NULL,
    expires DATETIME(6) NULL,
    created_at DATETIME(6) NOT NULL,
    state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    attempts INT NOT NULL,
    queued_at DATETIME(6) NOT NULL,
    next_try DATETIME(6) NULL,
    sent_at DATETIME(6) NULL,
    problem VARCHAR(1000) NOT NULL,
    UNIQUE (cause),
    INDEX mails_next_try_id (next_try, id),
    INDEX mails_account_id_id (account_id, id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
