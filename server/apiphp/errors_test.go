package apiphp

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"nameyard/reseller"
)

func TestEveryKindOfErrorHasAnAnswer(t *testing.T) {
	t.Parallel()
	kinds := []reseller.Kind{
		reseller.KindInvalid, reseller.KindUnauthorized, reseller.KindForbidden, reseller.KindNotFound, reseller.KindConflict,
		reseller.KindFunds, reseller.KindRefused, reseller.KindUnsupported, reseller.KindPending, reseller.KindLimited,
		reseller.KindUnavailable, reseller.KindInternal,
	}
	for _, kind := range kinds {
		e := &reseller.Error{Kind: kind, Code: "code"}
		body := read(t, ErrorBody(e, "id"))
		if body["msg"] == "" || Status(e) == 0 {
			t.Errorf("%s: msg %q, status %d", kind, body["msg"], Status(e))
		}
	}
	if len(kinds) != len(answers) {
		t.Errorf("the table has %d kinds, this test %d", len(answers), len(kinds))
	}
}

func TestErrorNamesParameterAndHidesItsCause(t *testing.T) {
	t.Parallel()
	e := reseller.Invalid(reseller.PathLabel, "wrong").Because(errors.New("SELECT secret"))
	if got, want := string(ErrorBody(e, "r-1")), `{"result":"error","msg":"wrong","code":"invalid_parameter","field":"sld","requestid":"r-1"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestLongWordsAreCutBetweenCharacters(t *testing.T) {
	t.Parallel()
	msg := read(t, ErrorBody(reseller.Invalid(reseller.PathLabel, "%s", strings.Repeat("å", 100_000)), "id"))["msg"]
	if len(msg) > maxWords+3 || !utf8.ValidString(msg) || !strings.HasSuffix(msg, "å…") {
		t.Errorf("%d bytes, ends in %q", len(msg), msg[len(msg)-6:])
	}
}

func read(t *testing.T, body []byte) map[string]string {
	t.Helper()
	var fields map[string]string
	if err := json.Unmarshal(body, &fields); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return fields
}
