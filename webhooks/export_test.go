package webhooks

import "net/http"

// Sign lets tests compare signatures with the specification's.
var Sign = sign

// Through lets tests answer posts without a network.
func (s *Deliverer) Through(t http.RoundTripper) { s.client.Transport = t }
