//go:build !control_partcatalog

package dns

// mayGive reports whether secondaries may be given the catalogs. Before all names are in, they would drop the zones of the others, and a
// signer their keys. The caller holds s.mu.
func (s *catalogSet) mayGive() bool { return s.whole }
