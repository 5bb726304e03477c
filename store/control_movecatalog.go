//go:build control_movecatalog

package store

// unplaced is broken on purpose: zones move to other catalogs when the number of catalogs changes, and name servers drop them.
// Caught by: TestZonesStayInTheCatalogsThatTheyCameInto
const unplaced = "catalogs >= 0"
