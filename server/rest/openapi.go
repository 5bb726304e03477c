package rest

import (
	_ "embed"
)

// contract is openapi.yaml in JSON. The test that holds the contract writes it with -update.
//
//go:embed openapi.json
var contract []byte

// Contract is the OpenAPI 3.1 document of the API, in JSON.
func Contract() []byte { return contract }

// Docs is the contract as a page for people.
func Docs() ([]byte, error) { return contract, nil }
