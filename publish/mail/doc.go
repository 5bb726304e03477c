// Package mail answers what a stock Postfix asks that forwards mail for our names: which domains take mail, where the mail of an address
// goes, and under which sender it goes on (SRS). Postfix keeps the queue, the retries and the bounces.
package mail
