-- Invoices and credit notes. number stays NULL until the numbering job has been by.
-- +goose Up
CREATE TABLE invoices (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    number VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL,
    year INT NOT NULL,
    account_id BIGINT NOT NULL,
    order_id BIGINT NOT NULL,
    credits BIGINT NOT NULL,
    status VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    currency VARCHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    net BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    line_items LONGTEXT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    due_at DATETIME(6) NOT NULL,
    paid_at DATETIME(6) NULL,
    UNIQUE (number),
    UNIQUE (order_id, credits),
    INDEX invoices_account_id_id (account_id, id),
    INDEX invoices_year_number (year, number),
    FOREIGN KEY (account_id) REFERENCES accounts (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
