-- Mails to be sent and sent ones: one for each cause. expires is business time, next_try and queued_at are wall time.
-- +goose Up
CREATE TABLE mails (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    cause TEXT NOT NULL,
    account_id INTEGER NOT NULL,
    domain_id INTEGER NOT NULL,
    invoice_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body_text TEXT NOT NULL,
    body_html TEXT NOT NULL,
    term DATETIME,
    expires DATETIME,
    created_at DATETIME NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    queued_at DATETIME NOT NULL,
    next_try DATETIME,
    sent_at DATETIME,
    problem TEXT NOT NULL,
    UNIQUE (cause)
);
CREATE INDEX mails_next_try_id ON mails (next_try, id);
CREATE INDEX mails_account_id_id ON mails (account_id, id);
