//go:build control_importbuys

package operator

import "nameyard/reseller"

// due is broken on purpose: automatic renewal is taken as the file says, even where the next run would buy a year.
// Caught by: TestImportBuysNothing
func (i *importer) due(reseller.Domain, importSaid) string { return "" }
