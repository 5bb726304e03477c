// Package mailer takes mails away: to a mail server (smtp.go), or into a folder (folder.go). It alone knows the mail
// library.
package mailer

import (
	"bytes"
	"fmt"
	"net/mail"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"nameyard/notices"
)

// Sender is who mails are from: "Nameyard <noreply@example.net>".
type Sender struct{ address mail.Address }

// ParseSender reads an address with or without a name.
func ParseSender(text string) (Sender, error) {
	a, err := mail.ParseAddress(text)
	if err != nil || !strings.Contains(a.Address, "@") {
		return Sender{}, fmt.Errorf("%q is not a mail address such as \"Nameyard <noreply@example.net>\"", text)
	}
	return Sender{*a}, nil
}

// Name is the sender's name, or else its address.
func (s Sender) Name() string {
	if s.address.Name != "" {
		return s.address.Name
	}
	return s.address.Address
}

// host is the part behind the @.
func (s Sender) host() string {
	return s.address.Address[strings.LastIndexByte(s.address.Address, '@')+1:]
}

// message makes the MIME form of a message. Its Message-ID comes from the mail's cause, so that every attempt has the same
// and a receiver, or a person with two copies, can tell that they are one (RFC 5322 3.6.4). Auto-Submitted keeps
// vacation programs quiet (RFC 3834 5).
func (s Sender) message(p notices.Message) (*gomail.Msg, error) {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	m.FromMailAddress(&s.address)
	if err := m.To(p.To); err != nil {
		return nil, fmt.Errorf("the recipient %q: %w", p.To, err)
	}
	m.SetMessageIDWithValue("nameyard." + p.Key + "@" + s.host())
	m.SetDateWithValue(p.Written)
	m.Subject(p.Subject)
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetGenHeader("X-Nameyard-Notice", p.Kind)
	m.SetBodyString(gomail.TypeTextPlain, p.Text)
	if p.HTML != "" {
		m.AddAlternativeString(gomail.TypeTextHTML, p.HTML)
	}
	for _, a := range p.Attachments {
		err := m.AttachReader(a.Name, bytes.NewReader(a.Body), gomail.WithFileContentType(gomail.ContentType(a.Type)))
		if err != nil {
			return nil, fmt.Errorf("attach %s: %w", a.Name, err)
		}
	}
	return m, nil
}
