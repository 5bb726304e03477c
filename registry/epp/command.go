package epp

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
)

// reply is <response> (RFC 5730 §2.6).
type reply struct {
	code           int
	words          string
	clTRID, svTRID string
	data, ext      *wire.Node // resData and extension
	queue          *wire.Node // msgQ
}

// command is one command: what stands inside <command>, besides its transaction id.
type command struct {
	clTRID string // empty: one is made
	reads  bool   // it changes nothing, so it may be sent again
	about  string // the name that data in its answer is about; empty where it has none of a domain
	acks   bool   // it takes a message off the queue, which may be empty then
	write  func(w *wire.Writer, s *session)
}

// do sends a command and waits for its answer. Errors are those of registry.Connector.
func (c *Connector) do(ctx context.Context, cmd command) (*reply, error) {
	ctx, stop := context.WithTimeout(ctx, c.set.Timeout)
	defer stop()
	answer, err := c.once(ctx, cmd)
	if cmd.reads && errors.Is(err, registry.ErrUnknown) && ctx.Err() == nil {
		answer, err = c.once(ctx, cmd) // the session had died; nothing can happen twice
	}
	return answer, err
}

func (c *Connector) once(ctx context.Context, cmd command) (*reply, error) {
	begun := time.Now()
	s, err := c.pool.take(ctx)
	if err != nil {
		c.saw("login", begun, nil, err)
		return nil, err
	}
	defer c.pool.give(s)
	id := cmd.clTRID
	if id == "" {
		id = newID()
	}
	document, err := wire.Document(func(w *wire.Writer) {
		w.In("command", func() {
			cmd.write(w, s)
			w.Text("clTRID", id)
		})
	})
	if err != nil {
		return nil, registry.Refuse(codeSyntax, "not sent: %v", err)
	}
	if len(document) > wire.MaxFrame {
		return nil, registry.Refuse(codeSyntax, "not sent: the command is longer than %d bytes", wire.MaxFrame)
	}
	begun = time.Now()
	answer, err := c.send(ctx, s, id, document)
	if err == nil && !(cmd.takes(answer.code) && cmd.isOf(answer)) {
		s.broken = true // its next answers may be to others, too
		answer, err = nil, unknown("reading the answer", errOtherCommand)
	}
	if cmd.reads && answer != nil && answer.code == codeServerFailed {
		err = notTold(err)
	}
	c.saw(verbOf(document), begun, answer, err)
	return answer, err
}

// takes reports whether a code below 2000 is a yes to a command. The end of a session is none, nor is a word about the queue to what changes
// something.
func (cmd command) takes(code int) bool {
	ofQueue := code == codeNoMessages || code == codeMessage
	return code == registry.CodeDone || code == registry.CodePending || ofQueue && (cmd.reads || cmd.acks)
}

// isOf reports whether an answer's data is about the name of the command; one without data is taken for it.
func (cmd command) isOf(answer *reply) bool {
	for _, data := range answer.data.Children() {
		if cmd.about != "" && data.Space == wire.NSDomain && hostName(data.Kid(wire.NSDomain, "name")) != cmd.about {
			return false
		}
	}
	return true
}

// send sends a command and reads its answer, which becomes an error if it is no yes.
func (c *Connector) send(ctx context.Context, s *session, id string, document []byte) (*reply, error) {
	got, err := s.exchange(ctx, document)
	if err != nil {
		return nil, lost(err)
	}
	answer, err := readReply(got)
	if err == nil && !c.set.Profile.NoEcho && !answer.answers(id) {
		err = errOtherCommand
	}
	if err != nil {
		s.broken = true
		return nil, unknown("reading the answer", err)
	}
	if endsSession(answer.code) {
		s.broken = true
	}
	return answer, answer.err()
}

// readReply reads <response>. An answer without a code, or without the server's transaction id, is none.
func readReply(document []byte) (*reply, error) {
	root, err := wire.Parse(document)
	if err != nil {
		return nil, err
	}
	response := root.Kid(wire.NSEPP, "response")
	if len(root.Children()) != 1 || !single(response, "trID", "resData", "extension", "msgQ") {
		return nil, errors.New("the answer is not one")
	}
	result := response.Kid(wire.NSEPP, "result")
	code, err := strconv.Atoi(result.Attr("code"))
	ids := response.Kid(wire.NSEPP, "trID")
	r := &reply{
		code: code, words: words(response.All(wire.NSEPP, "result")),
		clTRID: ids.Kid(wire.NSEPP, "clTRID").Value(), svTRID: ids.Kid(wire.NSEPP, "svTRID").Value(),
		data: response.Kid(wire.NSEPP, "resData"), ext: response.Kid(wire.NSEPP, "extension"), queue: response.Kid(wire.NSEPP, "msgQ"),
	}
	if err != nil || code < 1000 || code > 2999 || r.svTRID == "" {
		return nil, errors.New("the answer has no result or no transaction id")
	}
	for _, more := range response.All(wire.NSEPP, "result") {
		if strings.HasPrefix(more.Attr("code"), "1") != (code < 2000) {
			return nil, errors.New("the answer says yes and no")
		}
	}
	return r, nil
}

// single reports whether none of some elements of a response is there a second time: of two answers, which is the one?
func single(response *wire.Node, names ...string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { return len(response.All(wire.NSEPP, name)) > 1 })
}

// receipt is the registry's yes to a command.
func (r *reply) receipt() registry.Receipt {
	return registry.Receipt{Code: r.code, Words: r.words, SvTRID: r.svTRID}
}

// found is a part of the answer's data, "infData" of a namespace; nil if it is not there.
func (r *reply) found(space, name string) *wire.Node { return r.data.Kid(space, name) }

// extra is a part of the answer's extension.
func (r *reply) extra(space, name string) *wire.Node { return r.ext.Kid(space, name) }

// timeOf reads a time inside a node, zero if there is none.
func timeOf(n *wire.Node, space, name string) time.Time {
	return wire.ParseTime(n.Kid(space, name).Value())
}
