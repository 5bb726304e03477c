// Package zone has the grammar of what a domain shows on the internet: DNS records, web forwards among them, and e-mail
// forwards. It brings what faces send to normal form, and knows nothing of how it is kept or published.
package zone
