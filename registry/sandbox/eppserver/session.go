package eppserver

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"unicode/utf8"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
	"nameyard/registry/sandbox"
)

// session is what a connection has agreed on.
type session struct {
	server     *Server
	registrar  string // empty until the login
	extensions []string
	tries      int // logins that failed
	over       bool
}

// command is one command as it was read.
type command struct {
	*session
	verb   string     // "create"
	op     string     // of transfer and poll
	object *wire.Node // what stands inside it
	ext    *wire.Node
	clTRID string
}

// reply is what a command is answered with.
type reply struct {
	code   int
	words  string
	queue  func(w *wire.Writer)
	data   func(w *wire.Writer)
	extra  []func(w *wire.Writer)
	svTRID string
}

// Result codes that the server alone gives (RFC 5730 §3).
const (
	codeNoMessages   = 1300
	codeMessage      = 1301
	codeGoodbye      = 1500
	codeUnknown      = 2000
	codeSyntax       = 2001
	codeUnimplCmd    = 2101
	codeUnimplOption = 2102
	codeUnimplObject = 2307
	codeUnimplExt    = 2103
	codeAuth         = 2200
	codeAuthClosing  = 2501
	codeTooMany      = 2502
)

// answer gives what to send for a document. An error ends the session without an answer.
func (s *session) answer(ctx context.Context, document []byte) (func(*wire.Writer), error) {
	root, err := wire.Parse(document)
	if err != nil || len(root.Kids) != 1 {
		return s.response("", reply{code: codeSyntax, words: "Command syntax error"}), nil
	}
	if root.Kid(wire.NSEPP, "hello") != nil {
		return s.greeting, nil
	}
	node := root.Kid(wire.NSEPP, "command")
	cmd := command{session: s, ext: node.Kid(wire.NSEPP, "extension"), clTRID: node.Kid(wire.NSEPP, "clTRID").Value()}
	verb := node.First()
	if verb == nil {
		return s.response(cmd.clTRID, reply{code: codeUnknown, words: "Unknown command"}), nil
	}
	if node.Kid(wire.NSEPP, "clTRID") != nil && !isTransactionID(cmd.clTRID) {
		return s.response("", reply{code: codeSyntax, words: "Command syntax error: clTRID has 3 to 64 characters"}), nil
	}
	cmd.verb, cmd.op, cmd.object = verb.Name, verb.Attr("op"), verb.First()
	if verb.Name == "login" || verb.Name == "poll" {
		cmd.object = verb
	}
	answer, err := cmd.run(ctx)
	no, refused := registry.AsRefusal(err)
	switch {
	case refused:
		answer = reply{code: no.Code, words: no.Words}
	case errors.Is(err, registry.ErrNoSuchName):
		answer = reply{code: registry.CodeNoObject, words: "Object does not exist"}
	case errors.Is(err, registry.ErrNoFunds):
		answer = reply{code: registry.CodeBilling, words: "Billing failure"}
	case errors.Is(err, registry.ErrUnknown), errors.Is(err, registry.ErrUnreachable):
		return nil, errNoAnswer
	case err != nil:
		return nil, err
	}
	return s.response(cmd.clTRID, answer), nil
}

// run carries a command out.
func (cmd command) run(ctx context.Context) (reply, error) {
	switch {
	case cmd.verb == "login":
		return cmd.login()
	case cmd.registrar == "":
		return reply{}, registry.Refuse(registry.CodeUse, "Command use error: log in first")
	case cmd.verb == "logout":
		cmd.session.over = true
		return reply{code: codeGoodbye, words: "Command completed successfully; ending session"}, nil
	case cmd.verb == "poll":
		return cmd.poll(ctx)
	case cmd.object == nil:
		return reply{}, registry.Refuse(codeSyntax, "Command syntax error: nothing to %s", cmd.verb)
	}
	if cmd.ext != nil {
		for _, n := range cmd.ext.Kids {
			if !slices.Contains(cmd.extensions, n.Space) {
				return reply{}, registry.Refuse(codeUnimplExt, "Unimplemented extension: %s was not agreed on at login", n.Space)
			}
		}
	}
	if cmd.object.Space == wire.NSHost && cmd.server.HostAttributes {
		return reply{}, registry.Refuse(codeUnimplObject, "Unimplemented object service: name servers are attributes of names here")
	}
	run, known := handlers[cmd.object.Space+" "+cmd.verb]
	if !known || cmd.object.Name != cmd.verb {
		return reply{}, registry.Refuse(codeUnimplCmd, "Unimplemented command: %s", cmd.verb)
	}
	if _, err := cmd.parametersOf("domain"); err != nil {
		return reply{}, err
	}
	answer, err := run(cmd, ctx)
	if err == nil {
		err = cmd.keepRenewalMode(ctx)
	}
	return answer, err
}

// handlers says what carries out which command of which object mapping.
var handlers = map[string]func(command, context.Context) (reply, error){
	wire.NSDomain + " check":    command.checkDomains,
	wire.NSDomain + " info":     command.domainInfo,
	wire.NSDomain + " create":   command.createDomain,
	wire.NSDomain + " update":   command.updateDomain,
	wire.NSDomain + " renew":    command.renewDomain,
	wire.NSDomain + " delete":   command.deleteDomain,
	wire.NSDomain + " transfer": command.transferDomain,
	wire.NSContact + " check":   command.checkContacts,
	wire.NSContact + " info":    command.contactInfo,
	wire.NSContact + " create":  command.createContact,
	wire.NSContact + " update":  command.updateContact,
	wire.NSContact + " delete":  command.deleteContact,
	wire.NSHost + " check":      command.checkHosts,
	wire.NSHost + " info":       command.hostInfo,
	wire.NSHost + " create":     command.createHost,
	wire.NSHost + " update":     command.updateHost,
	wire.NSHost + " delete":     command.deleteHost,
}

// login opens the session (RFC 5730 §2.9.1.1). After three failures the connection ends.
func (cmd command) login() (reply, error) {
	if cmd.registrar != "" {
		return reply{}, registry.Refuse(registry.CodeUse, "Command use error: you are logged in already")
	}
	id := cmd.object.Kid(wire.NSEPP, "clID").Value()
	password := cmd.object.Kid(wire.NSEPP, "pw").Value()
	secure := cmd.ext.Kid(wire.NSLoginSec, "loginSec")
	if password == "[LOGIN-SECURITY]" {
		password = secure.Kid(wire.NSLoginSec, "pw").Value()
	}
	services := cmd.object.Kid(wire.NSEPP, "svcs")
	wanted := services.Kid(wire.NSEPP, "svcExtension").Values(wire.NSEPP, "extURI")
	for _, uri := range wanted {
		if !slices.Contains(cmd.server.extensions(), uri) {
			return reply{}, registry.Refuse(codeUnimplObject, "Unimplemented object service: %s", uri)
		}
	}
	if !cmd.server.knows(id, password) {
		s := cmd.session
		if s.tries++; s.tries >= 3 {
			s.over = true
			return reply{}, registry.Refuse(codeAuthClosing, "Authentication error; server closing connection")
		}
		return reply{}, registry.Refuse(codeAuth, "Authentication error")
	}
	if !cmd.enter(id) {
		cmd.session.over = true
		return reply{}, registry.Refuse(codeTooMany, "Session limit exceeded; server closing connection")
	}
	if next := cmd.object.Kid(wire.NSEPP, "newPW").Value(); next != "" {
		if next == "[LOGIN-SECURITY]" {
			next = secure.Kid(wire.NSLoginSec, "newPW").Value()
		}
		if err := cmd.server.setPassword(id, next); err != nil {
			cmd.leave()
			cmd.session.registrar = ""
			return reply{}, err
		}
	}
	cmd.session.extensions = wanted
	return reply{}, nil
}

// enter logs a registrar in, unless it has as many sessions already as it may.
func (s *session) enter(registrar string) bool {
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	if s.server.in == nil {
		s.server.in = map[string]int{}
	}
	if limit := s.server.LoginLimit; limit > 0 && s.server.in[registrar] >= limit {
		return false
	}
	s.server.in[registrar]++
	s.registrar = registrar
	return true
}

// leave ends a session's place among those of its registrar.
func (s *session) leave() {
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	if s.registrar != "" {
		s.server.in[s.registrar]--
	}
}

// registry is the sandbox as the session's registrar sees it.
func (s *session) registry() *sandbox.Registry { return s.server.Registry.As(s.registrar) }

func (s *session) speaks(extension string) bool { return slices.Contains(s.extensions, extension) }

// isTransactionID is trIDStringType of RFC 5730.
func isTransactionID(id string) bool {
	length := utf8.RuneCountInString(id)
	return length >= 3 && length <= 64
}

// response writes <response> (RFC 5730 §2.6).
func (s *session) response(clTRID string, r reply) func(*wire.Writer) {
	if r.code == 0 {
		r.code = registry.CodeDone
	}
	if r.words == "" {
		r.words = "Command completed successfully"
	}
	if r.svTRID == "" {
		r.svTRID = "SANDBOX-" + rand.Text()[:16]
	}
	return func(w *wire.Writer) {
		w.In("response", func() {
			w.In("result", func() { w.Text("msg", r.words) }, wire.Attr{Name: "code", Value: number(r.code)})
			if r.queue != nil {
				r.queue(w)
			}
			if r.data != nil {
				w.In("resData", func() { r.data(w) })
			}
			writeExtensions(w, r.extra)
			w.In("trID", func() {
				if isTransactionID(clTRID) {
					w.Text("clTRID", clTRID)
				}
				w.Text("svTRID", r.svTRID)
			})
		})
	}
}

func writeExtensions(w *wire.Writer, list []func(*wire.Writer)) {
	list = slices.DeleteFunc(list, func(write func(*wire.Writer)) bool { return write == nil })
	if len(list) > 0 {
		w.In("extension", func() {
			for _, write := range list {
				write(w)
			}
		})
	}
}

// greeting writes <greeting> (RFC 5730 §2.4).
func (s *session) greeting(w *wire.Writer) {
	w.In("greeting", func() {
		w.Text("svID", "Nameyard sandbox registry")
		w.Text("svDate", wire.Time(s.server.Clock.Now()))
		w.In("svcMenu", func() {
			w.Text("version", wire.Version)
			w.Text("lang", wire.Language)
			for _, uri := range s.server.objects() {
				w.Text("objURI", uri)
			}
			if len(s.server.extensions()) > 0 {
				w.In("svcExtension", func() {
					for _, uri := range s.server.extensions() {
						w.Text("extURI", uri)
					}
				})
			}
		})
		w.In("dcp", func() {
			w.In("access", func() { w.Empty("all") })
			w.In("statement", func() {
				w.In("purpose", func() { w.Empty("prov") })
				w.In("recipient", func() { w.Empty("ours") })
				w.In("retention", func() { w.Empty("stated") })
			})
		})
	})
}
