// Package v2 is the second generation of the reseller API, which newer billing modules speak: paths instead of actions,
// credentials in headers (sign.go), bare JSON answers. It decodes into the typed requests of package actions and encodes
// the typed results in the shapes that its clients read; it knows no HTTP beyond method, path, query, body and content
// type. docs/v2.md says what it offers and where it goes beyond its sources.
//
// Adding an endpoint: a line in the table (endpoint.go), decoder and encoder in the file of its group, and a golden case in
// testdata/v2.
package v2
