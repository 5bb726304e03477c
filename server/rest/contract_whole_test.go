package rest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"nameyard/reseller"
	"nameyard/server/rest"
)

// object is a part of a JSON document.
type object = map[string]any

// in gives an object in an object, which is made if it is not there.
func in(o object, name string) object {
	part, ok := o[name].(object)
	if !ok {
		part = object{}
		o[name] = part
	}
	return part
}

func ref(kind, name string) object { return object{"$ref": "#/components/" + kind + "/" + name} }

// whole is the written document with what all operations have in common, examples from the golden cases, and the webhooks.
func whole(t *testing.T, written []byte) []byte {
	t.Helper()
	var doc object
	if err := json.Unmarshal(written, &doc); err != nil {
		t.Fatal(err)
	}
	for _, response := range in(in(doc, "components"), "responses") {
		limits(response.(object))
	}
	shown := goldenExamples(t)
	for _, r := range rest.Routes {
		operation := in(in(in(doc, "paths"), r.Template()), strings.ToLower(r.Method))
		if operation["description"] == nil { // linters want one; the page leaves it out
			operation["description"] = fmt.Sprint(operation["summary"]) + "."
		}
		responses := in(operation, "responses")
		responses["401"], responses["429"] = ref("responses", "Unauthorized"), ref("responses", "TooMany")
		for _, response := range responses {
			limits(response.(object))
		}
		for _, example := range shown[r.Method+" "+r.Template()] {
			example.in(operation)
		}
	}
	addWebhooks(in(doc, "webhooks"))
	body, err := json.MarshalIndent(doc, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return append(body, '\n')
}

// limits adds the headers of every answer to one that is written out.
func limits(response object) {
	if _, elsewhere := response["$ref"]; elsewhere {
		return
	}
	headers := in(response, "headers")
	for _, name := range []string{"RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "RateLimit-Policy", "X-Request-Id"} {
		headers[name] = ref("headers", name)
	}
}

// example is a request and its answer in a golden case.
type example struct {
	method, path string
	request      json.RawMessage // nil = none
	status       int
	response     json.RawMessage
	documented   bool // by the protocol's own examples
}

// better reports whether an example is to be shown instead of another: a documented one, or else one that says more on one screen.
func (e example) better(than example) bool {
	const screen = 1500
	if e.documented != than.documented {
		return e.documented
	}
	mine, theirs := len(e.response)+len(e.request), len(than.response)+len(than.request)
	if (mine > screen) != (theirs > screen) {
		return mine <= screen
	}
	return mine > theirs == (mine <= screen)
}

// in puts the example into its operation.
func (e example) in(operation object) {
	curl := fmt.Sprintf("curl -s -X %s -H \"Authorization: Bearer $TOKEN\" \"$HOST%s%s\"", e.method, rest.Prefix, e.path)
	if e.request != nil {
		curl += " -d '" + strings.ReplaceAll(string(e.request), "'", `'\''`) + "'"
	}
	if operation["x-codeSamples"] == nil || e.status != http.StatusOK {
		operation["x-codeSamples"] = []object{{"lang": "Shell", "source": curl}}
		if e.request != nil {
			in(in(in(operation, "requestBody"), "content"), "application/json")["example"] = e.request
		}
	}
	if content, ok := in(in(operation, "responses"), strconv.Itoa(e.status))["content"].(object); ok && e.response != nil {
		in(content, "application/json")["example"] = e.response
	}
}

// goldenExamples finds the best success of every operation in the golden cases, for each status of a success.
func goldenExamples(t *testing.T) map[string]map[int]example {
	t.Helper()
	files, err := filepath.Glob("../../testdata/rest/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden cases: %v", err)
	}
	best := map[string]map[int]example{}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, section := range archive.Files {
			words := strings.Fields(section.Name)
			if len(words) != 3 || words[0] != "request" || i+1 >= len(archive.Files) {
				continue // of somebody else, or under a key
			}
			e := exampleOf(words[1], words[2], section.Data, archive.Files[i+1].Data)
			e.documented = strings.HasSuffix(file, "documented.txtar")
			key := operationOf(e.method, e.path)
			if have, some := best[key][e.status]; e.status < 300 && key != "" && (!some || e.better(have)) {
				if best[key] == nil {
					best[key] = map[int]example{}
				}
				best[key][e.status] = e
			}
		}
	}
	return best
}

func exampleOf(method, path string, request, response []byte) example {
	e := example{method: method, path: path}
	if body := bytes.TrimSpace(request); json.Valid(body) {
		e.request = compact(body)
	}
	e.status, _ = strconv.Atoi(string(bytes.Fields(response)[0]))
	lines := bytes.Split(bytes.TrimSpace(response), []byte("\n"))
	if last := lines[len(lines)-1]; json.Valid(last) {
		e.response = last
	}
	return e
}

func compact(body []byte) json.RawMessage {
	var b bytes.Buffer
	_ = json.Compact(&b, body) // it is valid
	return b.Bytes()
}

// operationOf finds the operation of a path: the one whose template has most in common with it.
func operationOf(method, path string) (key string) {
	path, _, _ = strings.Cut(path, "?")
	if !strings.HasSuffix(path, "/") {
		path += "/"
	}
	fewest := 99
	for _, r := range rest.Routes {
		pattern := regexp.MustCompile(`:[a-z]+`).ReplaceAllString(regexp.QuoteMeta(r.Path), `[^/]+`)
		if n := strings.Count(r.Path, ":"); r.Method == method && n < fewest && regexp.MustCompile("^"+pattern+"$").MatchString(path) {
			key, fewest = method+" "+r.Template(), n
		}
	}
	return key
}

// eventWords say what the events that are not the end of an order mean.
var eventWords = map[string]string{
	reseller.EventTransferStarted: "The registry has been asked for a name, and decides later", reseller.EventTransferAwayRequested: "Another registrar asks for a name",
	reseller.EventTransferredAway: "A name has gone to another registrar", reseller.EventWrongAuthCode: "Another account tried to take a name with a wrong auth code",
	reseller.EventInvoiceCreated: "A renewal invoice was written", reseller.EventInvoicePaid: "A renewal invoice was paid",
	reseller.EventInvoiceCancelled: "An invoice was cancelled", reseller.EventInvoiceCredited: "A paid invoice was credited; the event is about the credit note",
	reseller.EventRenewalFailed: "An automatic renewal could not be ordered; total is what it costs, where that is known", reseller.EventRenewalsStopped: "The account is disabled, and none of its names is renewed by itself",
	reseller.EventPricesPlanned:   "The account will pay other prices from a day to come; count says how many",
	reseller.EventPricesCancelled: "Other prices that were planned for the account do not come; count says how many",
	reseller.EventSpendCapReached: "An order was refused because the account or one of its tokens has spent what it may in the day; total is the cap, and reason the name of the token whose cap it is",
	reseller.EventCreditBelow:     "The available credit is less than the account wants to be told of; total is what is left",
	reseller.EventPaymentPaid:     "A card payment was received, and is on the account; total is how much, code is once or automatic", reseller.EventPaymentDeclined: "Automatic top-up could not charge the saved card; reason is the provider's word for why",
	reseller.EventTopUpPaused:     "Automatic top-up is paused until a person switches it on again, and no card was declined; reason is why: restored, the books were put back from a backup",
	reseller.EventPaymentRefunded: "The payment provider gave some of a card payment back, or that has failed; total is how much in all, less than before where a refund has failed", reseller.EventPaymentDisputed: "The bank of a card takes a payment back, or a part of it; total is how much was disputed of it in all",
	reseller.EventDeletingUnpaid: "Nobody paid for a name: its deletion has been ordered", reseller.EventUnpaidKept: "Nobody paid for a name, and its deletion does not succeed",
	reseller.EventRedemptionStarted: "A name was deleted, and can be restored at a price", reseller.EventDeleted: "A name is gone",
	reseller.EventVerificationNeeded: "A registry wants the holder of a name verified; term says until when", reseller.EventVerified: "A holder is verified",
	reseller.EventHoldSet: "A registry took a name out of the zone", reseller.EventHoldLifted: "A name is back in the zone",
	reseller.EventWebhookDisabled:       "A webhook failed for days and was switched off",
	reseller.EventForwardTargetVerified: "The owner of an address agrees to get forwarded mail; reason has the address", reseller.EventForwardTargetRefused: "The owner of an address does not want forwarded mail; reason has the address",
	reseller.EventForwardsIdle: "E-mail forwards have no effect, because the name has a mail server of its own",
}

// about says what a kind of events means, and which fields it always has beside seq.
func about(kind string) (words string, fields []string) {
	group, end, _ := strings.Cut(kind, ".")
	if words = eventWords[kind]; words == "" && slices.Contains(reseller.OrderKinds, reseller.OrderKind(group)) {
		means := map[string]string{"done": "was carried out", "refused": "did not and will not take effect; what it held is available again", "superseded": "gave way to a newer one"}
		words, fields = "An order of the kind "+group+" "+means[end], []string{"domain_id", "domain_name", "order_id"}
	}
	if group == "invoice" {
		fields = []string{"invoice_id", "total", "currency"}
	}
	return words, fields
}

// addWebhooks describes what is posted for each kind of events.
func addWebhooks(webhooks object) {
	header := func(name, words string) object {
		return object{"name": name, "in": "header", "required": true, "description": words, "schema": object{"type": "string"}}
	}
	for _, kind := range reseller.EventKinds() {
		words, fields := about(kind)
		schema := object{"allOf": []any{ref("schemas", "WebhookPost"), object{"type": "object", "properties": object{
			"type": object{"const": kind}, "data": object{"type": "object", "required": append([]string{"seq"}, fields...)},
		}}}}
		webhooks[kind] = object{"post": object{
			"operationId": "on_" + strings.ReplaceAll(kind, ".", "_"), "tags": []string{"Webhooks"}, "summary": words, "description": words + ".", "security": []any{},
			"parameters": []any{
				header("webhook-id", "The same for every attempt and every address"), header("webhook-timestamp", "When it was posted, in Unix seconds"),
				header("webhook-signature", "v1 and base64 of the HMAC-SHA256, of each secret that is good now"),
			},
			"requestBody": object{"required": true, "content": object{"application/json": object{"schema": schema}}},
			"responses": object{
				"2XX": object{"description": "Taken; it is not posted again."}, "4XX": object{"description": "Not taken; it is posted again later. 410 switches the webhook off."},
			},
		}}
	}
}

func TestEveryKindOfEventsHasWordsInTheContract(t *testing.T) {
	t.Parallel()
	for _, kind := range reseller.EventKinds() {
		if words, _ := about(kind); words == "" {
			t.Errorf("%s has no words", kind)
		}
	}
}

// What linters ask for, as far as it matters to those who read the document or make clients from it: redocly.yaml has the rest.
func TestContractIsFitForClients(t *testing.T) {
	t.Parallel()
	var doc struct {
		Info struct{ License, Contact object }
		Tags []struct{ Name, Description string }

		Paths map[string]map[string]json.RawMessage
	}
	if err := json.Unmarshal(rest.Contract(), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Info.License["identifier"] == nil || doc.Info.Contact["name"] == nil {
		t.Error("the document has no license or no contact")
	}
	for _, tag := range doc.Tags {
		if tag.Description == "" {
			t.Errorf("tag %s has no description", tag.Name)
		}
	}
	seen := map[string]bool{}
	for _, r := range rest.Routes {
		var o struct {
			OperationID string
			Summary     string
			Tags        []string
			Samples     []object `json:"x-codeSamples"`
			Responses   map[string]object
		}
		if err := json.Unmarshal(doc.Paths[r.Template()][strings.ToLower(r.Method)], &o); err != nil {
			t.Fatal(err)
		}
		if o.OperationID == "" || seen[o.OperationID] || o.Summary == "" || len(o.Tags) != 1 || o.Responses["401"] == nil || o.Responses["429"] == nil {
			t.Errorf("%s %s: operation id, summary, tag or refusals are missing", r.Method, r.Path)
		}
		seen[o.OperationID] = true
		if binary := strings.HasSuffix(r.Path, "/pdf/"); len(o.Samples) == 0 && !binary {
			t.Errorf("%s %s has no example; a golden case of a success makes one", r.Method, r.Path)
		}
		for status, response := range o.Responses {
			if content, ok := response["content"].(object); ok && strings.HasPrefix(status, "2") && content["application/json"] != nil && in(content, "application/json")["example"] == nil {
				t.Errorf("%s %s: the answer %s has no example", r.Method, r.Path, status)
			}
		}
	}
	if len(seen) != len(rest.Routes) {
		t.Errorf("%v", slices.Sorted(maps.Keys(seen)))
	}
	if _, err := os.Stat("../../redocly.yaml"); err != nil {
		t.Error(err)
	}
}
