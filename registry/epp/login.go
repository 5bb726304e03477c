package epp

import (
	"slices"

	"nameyard/registry/epp/wire"
)

// The password in <login> where the real one is in the extension (RFC 8807 §4.1), and how long one may be without it (RFC 5730,
// pwType).
const (
	passwordElsewhere = "[LOGIN-SECURITY]"
	longPassword      = 16
)

// login builds <login> (RFC 5730 §2.9.1.1) with all that both sides have, and gives its transaction id.
func (s *session) login(set Settings) (document []byte, id string, err error) {
	id = newID()
	secure := s.speaks(wire.NSLoginSec) && len(set.Password) > longPassword
	secureNext := s.speaks(wire.NSLoginSec) && len(set.next) > longPassword
	document, err = wire.Document(func(w *wire.Writer) {
		w.In("command", func() {
			w.In("login", func() {
				w.Text("clID", set.ClientID)
				if secure {
					w.Text("pw", passwordElsewhere)
				} else {
					w.Text("pw", set.Password)
				}
				if secureNext {
					w.Text("newPW", passwordElsewhere)
				} else {
					w.Optional("newPW", set.next)
				}
				w.In("options", func() {
					w.Text("version", wire.Version)
					w.Text("lang", wire.Language)
				})
				w.In("svcs", func() { s.writeServices(w) })
			})
			if s.speaks(wire.NSLoginSec) {
				w.In("extension", func() { writeLoginSec(w, chosen(secure, set.Password), chosen(secureNext, set.next)) })
			}
			w.Text("clTRID", id)
		})
	})
	return document, id, err
}

func (s *session) writeServices(w *wire.Writer) {
	for _, uri := range s.objects {
		w.Text("objURI", uri)
	}
	if len(s.extensions) > 0 {
		w.In("svcExtension", func() {
			for _, uri := range slices.Sorted(slices.Values(s.extensions)) {
				w.Text("extURI", uri)
			}
		})
	}
}

func chosen(given bool, password string) string {
	if given {
		return password
	}
	return ""
}

// writeLoginSec writes the passwords that are too long for <login> itself.
func writeLoginSec(w *wire.Writer, password, next string) {
	w.Object("loginSec:loginSec", wire.NSLoginSec, func() {
		w.In("loginSec:userAgent", func() { w.Text("loginSec:app", "nameyard") })
		w.Optional("loginSec:pw", password)
		w.Optional("loginSec:newPW", next)
	})
}
