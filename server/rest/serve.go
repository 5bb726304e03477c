package rest

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/server/form"
)

// API answers REST requests. It is safe for concurrent use.
type API struct {
	actions *actions.Service
	clock   reseller.Clock
	log     *slog.Logger
	within  time.Duration
}

// New makes the API. within is how long an answer may wait for a registry, from the request's arrival.
func New(s *actions.Service, clock reseller.Clock, log *slog.Logger, within time.Duration) *API {
	return &API{s, clock, log, within}
}

// Request is one request of a caller that has been let in.
type Request struct {
	Route  Route
	Params map[string]string // of the path, by name; never nil
	Query  url.Values
	Body   []byte
	Caller reseller.Caller
	// Keys are the values of the header Idempotency-Key.
	Keys []string
	// IfMatch are the values of the header If-Match.
	IfMatch []string
	// Turn waits until the server has time for an answer, or a page of a list, to be made. release is called when it is made,
	// before it is written. nil = at once.
	Turn func(context.Context) (release func(), err error)
}

// turn waits for the request's turn.
func (r *Request) turn(ctx context.Context) (release func(), err error) {
	if r.Turn == nil {
		return func() {}, nil
	}
	return r.Turn(ctx)
}

// Outcome is what the server notes of an answer.
type Outcome struct {
	Code  string         // of the problem; "" = none
	Order reseller.Order // that was placed or joined; ID 0 if none
	Err   error          // the connection's, or the cause of a problem that is not the client's
}

// request is one request while it is answered.
type request struct {
	Request
	api    *API
	call   actions.Call
	placed reseller.Order // or joined
	domain int64          // the id of the name in the path, if it names one
}

// reply is an answer that has not been written.
type reply struct {
	status int
	body   []byte // JSON; nil = none
	header map[string]string
	stream func(w *page) error // writes the body instead
}

// Answer carries a request out and writes the answer.
func (a *API) Answer(ctx context.Context, w http.ResponseWriter, r Request) Outcome {
	req := &request{Request: r, api: a, call: actions.Call{Caller: r.Caller}}
	if !r.Route.kind.immediate {
		req.call.AnswerBy = r.Caller.Arrived.Add(a.within)
	}
	err := req.allow(r.Route.kind.query...)
	if err == nil {
		err = req.allowMatch()
	}
	if err == nil {
		req.call.Key, err = req.key()
	}
	if err != nil {
		return a.refuse(w, req.problem(err), r.Caller.RequestID)
	}
	if req.call.Key != "" {
		return a.answerOnce(ctx, w, req)
	}
	answer, err := req.answer(ctx)
	if err != nil {
		return a.refuse(w, req.problem(err), r.Caller.RequestID)
	}
	return a.write(w, req, answer)
}

// key gives the idempotency key of a request that changes something; "" if it has none. One that is there and empty is refused: its sender
// relies on it.
func (req *request) key() (string, error) {
	if req.Route.Method == http.MethodGet || len(req.Keys) == 0 {
		return "", nil
	}
	for _, key := range req.Keys {
		switch {
		case key == "":
			return "", reseller.Invalid(reseller.PathIdempotencyKey, "the key is empty; nothing was done: leave the header out, or fill it in")
		case key != req.Keys[0]:
			return "", form.Ambiguous("Idempotency-Key", "Idempotency-Key is there twice, with different values; nothing was done")
		}
	}
	return req.Keys[0], nil
}

// answer makes the answer when it is the request's turn.
func (req *request) answer(ctx context.Context) (reply, error) {
	release, err := req.turn(ctx)
	if err != nil {
		return reply{}, err
	}
	defer release()
	if err := req.findName(ctx); err != nil {
		return reply{}, err
	}
	return req.Route.answer(req, ctx)
}

// answerOnce is Answer for a request with an idempotency key.
func (a *API) answerOnce(ctx context.Context, w http.ResponseWriter, req *request) Outcome {
	var problem *reseller.Error
	keyed := actions.Keyed{
		Key: req.call.Key, Secret: req.Route.kind.secret, Until: req.Caller.Arrived.Add(a.within),
		// The template and not Path: its hash is kept, and must be the same for repeats after an upgrade.
		Params: []any{req.Route.Method, req.Route.Template(), req.Params, canonical(req.Body)},
	}
	kept, repeated, err := a.actions.Idempotent(ctx, req.call, keyed, func() actions.StoredAnswer {
		answer, err := req.answer(ctx)
		if err != nil {
			problem = req.problem(err)
			answer = problemReply(problem, req.Caller.RequestID)
		}
		return actions.StoredAnswer{Answer: answer.pack(), Keep: problem == nil || decided(problem)}
	})
	if err != nil {
		return a.refuse(w, spelled(err), req.Caller.RequestID)
	}
	answer, err := unpack(kept)
	if err != nil {
		return a.refuse(w, spelled(err), req.Caller.RequestID)
	}
	if repeated {
		answer.header["Idempotent-Replayed"] = "true"
	}
	outcome := a.write(w, req, answer)
	if problem != nil {
		outcome.Code, outcome.Err = problem.Code, problem
	}
	return outcome
}

// decided reports whether an error is the final word on a request. After the others a repeat is carried out again.
func decided(e *reseller.Error) bool {
	switch e.Kind {
	case reseller.KindPending, reseller.KindLimited, reseller.KindUnavailable, reseller.KindInternal:
		return false
	}
	return e.Code != reseller.CodeInProgress && e.Code != reseller.CodeSuperseded
}

// packed is a reply as it is kept for repeats.
type packed struct {
	Status int               `json:"status"`
	Header map[string]string `json:"header,omitempty"`
	Body   string            `json:"body,omitempty"`
}

func (r reply) pack() []byte {
	body, err := json.Marshal(packed{r.status, r.header, string(r.body)})
	if err != nil {
		return nil // only JSON of our own comes here
	}
	return body
}

func unpack(kept []byte) (reply, error) {
	var p packed
	if err := json.Unmarshal(kept, &p); err != nil {
		return reply{}, err
	}
	if p.Header == nil {
		p.Header = map[string]string{}
	}
	return reply{status: p.Status, header: p.Header, body: []byte(p.Body)}, nil
}

// write sends a reply.
func (a *API) write(w http.ResponseWriter, req *request, r reply) Outcome {
	h := w.Header()
	for name, value := range r.header {
		h.Set(name, value)
	}
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	if h.Get("Content-Type") == "" && r.status != http.StatusNoContent {
		h.Set("Content-Type", "application/json")
	}
	if r.stream != nil {
		return Outcome{Err: a.writeStream(w, req, r)}
	}
	if r.status != http.StatusNoContent {
		h.Set("Content-Length", strconv.Itoa(len(r.body)))
	}
	w.WriteHeader(r.status)
	_, err := w.Write(r.body)
	return Outcome{Order: req.placed, Err: err}
}

// problem is the public error of err. Where the path names the thing by its id, that is what is at fault.
func (req *request) problem(err error) *reseller.Error {
	e := spelled(err)
	if _, byID := req.Params["id"]; byID && (e.Field == reseller.PathName || e.Field == reseller.PathLabel || e.Field == reseller.PathTLD) {
		e.Param = "id"
	}
	return e
}

// refuse writes a problem.
func (a *API) refuse(w http.ResponseWriter, e *reseller.Error, requestID string) Outcome {
	outcome := a.write(w, &request{api: a}, problemReply(e, requestID))
	outcome.Code, outcome.Err = e.Code, e
	return outcome
}

// jsonReply is a reply with a JSON value.
func jsonReply(status int, value any) (reply, error) {
	body, err := encode(value)
	return reply{status: status, body: body}, err
}

// encode writes a value as JSON. Texts go out as they are: < and & mean nothing here.
func encode(value any) ([]byte, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		return nil, err
	}
	return []byte(strings.TrimSuffix(b.String(), "\n")), nil
}

// canonical is a body in the form in which equal ones are equal: JSON without its white space and in the order of its keys.
func canonical(body []byte) string {
	var value any
	d := json.NewDecoder(strings.NewReader(string(body)))
	d.UseNumber()
	if err := d.Decode(&value); err != nil {
		return string(body)
	}
	if _, err := d.Token(); err != io.EOF { // the decoder gives it as it is
		return string(body)
	}
	text, err := json.Marshal(value)
	if err != nil {
		return string(body)
	}
	return string(text)
}
