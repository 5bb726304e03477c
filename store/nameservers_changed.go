//go:build !control_staleservers

package store

// serversChanged reports whether a name that was written has other name servers than before, so that they are to be indexed.
func serversChanged(was, is domainRow) bool { return was.Nameservers != is.Nameservers }
