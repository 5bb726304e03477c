// Package rest is the REST API below /api/v1: it reads requests, calls actions and writes answers. openapi.yaml beside it is
// its contract; tests hold routes, requests and answers against it, both ways. docs/rest.md shows it in use.
//
// No rule of the business is here. Package server has let the caller in, counted the request and read its body before.
package rest
