//go:build !control_movecatalog

package store

// unplaced are the zones that are in no catalog yet. Others stay where they are: stock name servers drop a zone that moves.
const unplaced = "catalogs = 0"
