package apiphp

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"nameyard/actions"
	"nameyard/actions/actionstest"
	"nameyard/reseller"
)

var update = flag.Bool("update", false, "write examples.json and docs/action-api.md anew")

// askedFor are the parameters that the decoder of an action looks for.
func askedFor(t *testing.T, action string) map[string]bool {
	t.Helper()
	service, asked := actionstest.Service(t), map[string]bool{}
	for _, body := range []string{"", "sld=exampledomain&tld=com&regperiod=1"} {
		p, err := Read("", []byte(body))
		if err != nil {
			t.Fatal(err)
		}
		p.Watch(func(names []string) {
			for _, name := range names {
				asked[name] = true
			}
		})
		p.split = service.WholeName
		_, _ = codecs[action].run(t.Context(), service, actions.Call{}, p) // refused for what is missing
	}
	return asked
}

func TestManualHasEveryParameterThatIsReadAndNoOther(t *testing.T) {
	list, err := Manual()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		asked := askedFor(t, e.Name)
		for _, p := range slices.Concat(e.Parameters, Everywhere) {
			everywhere := slices.ContainsFunc(Everywhere, func(one Parameter) bool { return one.Name == p.Name })
			for _, name := range append([]string{p.Name}, p.Aliases...) {
				if !asked[name] && !everywhere {
					t.Errorf("%s: the manual has %s, which nothing reads", e.Name, name)
				}
				delete(asked, name)
			}
			if p.Text == "" || p.Type == "" {
				t.Errorf("%s: %s has no text or type", e.Name, p.Name)
			}
		}
		if len(asked) > 0 {
			t.Errorf("%s reads %v, which the manual does not have", e.Name, slices.Sorted(maps.Keys(asked)))
		}
		if e.Answer == "" || e.Does == "" || e.Example.Request == "" || e.Example.Response == "" {
			t.Errorf("%s has no answer, no words or no example", e.Name)
		}
	}
	if len(described) != len(list) {
		t.Errorf("%d actions are described and %d are in the table", len(described), len(list))
	}
}

// golden reads of a case the requests of an action with their answers.
func golden(t *testing.T, file, action string) (found []Example) {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i, section := range archive.Files {
		if !strings.HasPrefix(section.Name, "request") || i+1 >= len(archive.Files) || archive.Files[i+1].Name != "response" {
			continue
		}
		request := strings.Join(strings.Split(strings.TrimSpace(string(section.Data)), "\n"), "&")
		form, err := url.ParseQuery(request)
		if err != nil || !strings.EqualFold(form.Get("action"), action) {
			continue
		}
		if form.Get("token") == "" {
			request = "token=AaLc8eNZWsZtWlT9LtT7NUha&authemail=test@exampledomain.com&" + request
		}
		found = append(found, Example{request, strings.TrimSpace(string(archive.Files[i+1].Data))})
	}
	return found
}

// exampleOf is the documented example of an action, or else its first success, and the codes of its refusals.
func exampleOf(t *testing.T, action string) (shown Example, codes []string) {
	t.Helper()
	files, err := filepath.Glob("../../testdata/api/" + action + "/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	slices.SortStableFunc(files, func(a, b string) int { // the documented one first
		return strings.Compare(strings.Replace(a, "documented", "!", 1), strings.Replace(b, "documented", "!", 1))
	})
	for _, file := range files {
		for _, e := range golden(t, file, action) {
			var answer struct{ Result, Code string }
			if err := json.Unmarshal([]byte(e.Response), &answer); err != nil {
				continue
			}
			if _, everywhere := EverywhereCodes[answer.Code]; answer.Code != "" && !everywhere {
				codes = append(codes, answer.Code)
			}
			if shown.Request == "" && answer.Result == "success" && !strings.Contains(e.Request, "serialize(") && !strings.Contains(e.Request, "'") {
				shown = e
			}
		}
	}
	slices.Sort(codes)
	return shown, slices.Compact(codes)
}

func TestManualShowsTheGoldenCases(t *testing.T) {
	want := map[string]any{}
	for _, a := range actions.Table {
		shown, codes := exampleOf(t, a.Name)
		want[a.Name] = struct {
			Example
			Codes []string
		}{shown, codes}
	}
	var file bytes.Buffer
	encoder := json.NewEncoder(&file)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(want); err != nil {
		t.Fatal(err)
	}
	held(t, "examples.json", file.Bytes())
	if *update {
		examplesFile = file.Bytes()
	}
	list, err := Manual()
	if err != nil {
		t.Fatal(err)
	}
	held(t, "../../docs/action-api.md", []byte(markdown(list)))
}

// held holds a file against what it must be, or writes it.
func held(t *testing.T, file string, want []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	have, err := os.ReadFile(file)
	if err != nil || !bytes.Equal(have, want) {
		t.Errorf("%s is not as the tables and golden cases have it (%v); run go test ./server/apiphp -update", file, err)
	}
}

// markdown is the manual as a file.
func markdown(list []Entry) string {
	var b strings.Builder
	b.WriteString("# The action API, action by action\n\nWritten from the tables of actions and parameters and from the golden cases by `go test ./server/apiphp -update`; a running server shows\n" +
		"the same at `/api/docs/actions`. What holds for all requests and answers is in [server/apiphp](../server/apiphp/README.md).\n\n## On every action\n\n")
	parametersIn(&b, Everywhere)
	b.WriteString("\n| error code | when |\n|---|---|\n")
	for _, code := range slices.Sorted(maps.Keys(EverywhereCodes)) {
		fmt.Fprintf(&b, "| `%s` | %s |\n", code, EverywhereCodes[code])
	}
	for _, e := range list {
		fmt.Fprintf(&b, "\n## %s\n\n%s%s. Scope `%s`.", e.Name, strings.ToUpper(e.Does[:1]), e.Does[1:], e.Scope)
		if e.About != "" {
			b.WriteString(" " + e.About)
		}
		b.WriteString("\n\n")
		if len(e.Parameters) > 0 {
			parametersIn(&b, e.Parameters)
			b.WriteString("\n")
		}
		b.WriteString("Answer: " + e.Answer)
		if len(e.Codes) > 0 {
			b.WriteString(" Refusals of its own: `" + strings.Join(e.Codes, "`, `") + "`.")
		}
		fmt.Fprintf(&b, "\n\n```\n%s\n%s\n```\n", e.Example.Request, e.Example.Response)
	}
	return b.String()
}

func parametersIn(b *strings.Builder, list []Parameter) {
	b.WriteString("| parameter | type | required | |\n|---|---|---|---|\n")
	for _, p := range list {
		names := "`" + p.Name + "`"
		for _, alias := range p.Aliases {
			names += ", `" + alias + "`"
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", names, p.Type, p.Required, p.Text)
	}
}

func TestManualPageShowsEveryActionAndRendersItsWords(t *testing.T) {
	page, err := ManualPage()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range actions.Table {
		if !bytes.Contains(page, []byte(`<details id="`+a.Name+`">`)) {
			t.Errorf("the page does not show %s", a.Name)
		}
	}
	if bytes.Contains(page, []byte("`")) || bytes.Contains(page, []byte("&lt;nil&gt;")) {
		t.Error("the page has backticks or holes in it")
	}
	if _, known := EverywhereCodes[reseller.CodeMissingParameter]; !known {
		t.Error("the codes of every action are not those of package reseller")
	}
}
