-- Invoices and credit notes. number stays NULL until the numbering job has been by.
-- +goose Up
CREATE TABLE invoices (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT,
    year INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    order_id INTEGER NOT NULL,
    credits INTEGER NOT NULL,
    status TEXT NOT NULL,
    currency TEXT NOT NULL,
    net INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    line_items TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    due_at DATETIME NOT NULL,
    paid_at DATETIME,
    UNIQUE (number),
    UNIQUE (order_id, credits),
    FOREIGN KEY (account_id) REFERENCES accounts (id)
);
CREATE INDEX invoices_account_id_id ON invoices (account_id, id);
CREATE INDEX invoices_year_number ON invoices (year, number);
