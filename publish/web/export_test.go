package web

// LeaseOfIssue is the lease that certmagic's lock is while a certificate of a host is got.
func LeaseOfIssue(host string) string { return leaseOf(issueLock + host) }
