// Package client speaks to a Nameyard server over its action API, with typed calls, contexts, idempotency keys and typed
// errors. It is what this project's own tests use, and meant for programs of resellers in Go; it depends on the standard
// library alone.
//
//	c, err := client.New(client.Config{URL: "http://127.0.0.1:8080/domainsResellerAPI/api.php", Email: "…", Token: "…"})
//	placed, err := c.Register(ctx, client.Registration{Domain: "example.com", Years: 1, Registrant: jane, Key: "order-17"})
//
// Orders cost money, and an answer may be lost. Give every order a key of your own and repeat it with the same key until
// there is an answer: it is carried out once. IsOpen tells errors that leave the outcome open from refusals.
package client
