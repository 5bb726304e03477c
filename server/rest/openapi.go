package rest

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"nameyard/server/docpage"
)

// contract is openapi.yaml in JSON. The test that holds the contract writes it with -update.
//
//go:embed openapi.json
var contract []byte

//go:embed docs.html
var docsPage string

// Contract is the OpenAPI 3.1 document of the API, in JSON.
func Contract() []byte { return contract }

// The parts of the document that the page shows.
type (
	document struct {
		Info struct {
			Title       string
			Description string
		}
		Tags  []struct{ Name, Description string }
		Paths map[string]map[string]json.RawMessage

		Components struct {
			Parameters    map[string]parameter
			RequestBodies map[string]content
			Responses     map[string]content
			Schemas       map[string]schema
		}
	}
	operation struct {
		Tags        []string
		Summary     string
		Description string
		Parameters  []parameter
		RequestBody *content
		Responses   map[string]content
		Samples     []struct{ Source string } `json:"x-codeSamples"`
	}
	parameter struct {
		Ref         string `json:"$ref"`
		Name, In    string
		Description string
		Required    bool
		Schema      schema
	}
	content struct {
		Ref         string `json:"$ref"`
		Description string
		Content     map[string]struct {
			Schema  schema
			Example json.RawMessage
		}
	}
	schema struct {
		Ref         string `json:"$ref"`
		Type        any
		Format      string
		Description string
		Enum        []string
		Default     any
		Minimum     *json.Number
		Maximum     *json.Number
		MinItems    *int
		MaxItems    *int
		Required    []string
		Items       *schema
		Properties  map[string]schema
	}
)

// shownTag is a chapter of the page.
type shownTag struct {
	Name, Description string
	Operations        []shownOperation
}

// shownOperation is one operation on the page.
type shownOperation struct {
	Method, Path, Summary, Description, Scope string
	Curl                                      string // to copy
	Parameters                                []shownField
	Body                                      []shownField
	Answers                                   []shownAnswer
}

// shownAnswer is one answer of an operation.
type shownAnswer struct {
	Status, Description string
	Fields              []shownField
	Example             string // its body
}

// shownField is a parameter, or a key of a JSON object.
type shownField struct {
	Name, Type, Description string
	Depth                   int // how deep in objects it stands
	Required                bool
}

// Docs is the contract as a page for people, in the order of the routes.
func Docs() ([]byte, error) {
	var d document
	if err := json.Unmarshal(contract, &d); err != nil {
		return nil, fmt.Errorf("read the contract: %w", err)
	}
	var tags []shownTag
	for _, t := range d.Tags {
		tag := shownTag{Name: t.Name, Description: t.Description}
		for _, r := range Routes {
			o, err := d.operation(r)
			if err != nil {
				return nil, err
			}
			if slices.Contains(o.Tags, t.Name) {
				tag.Operations = append(tag.Operations, d.show(r, o))
			}
		}
		tags = append(tags, tag)
	}
	return docpage.Render(docpage.REST, docsPage, map[string]any{
		"Description": strings.Split(strings.TrimSpace(d.Info.Description), "\n\n"), "Tags": tags,
	})
}

// operation finds what the document says of a route.
func (d document) operation(r Route) (operation, error) {
	var o operation
	item := d.Paths[r.Template()]
	if err := json.Unmarshal(item[strings.ToLower(r.Method)], &o); err != nil {
		return o, fmt.Errorf("the contract of %s %s: %w", r.Method, r.Template(), err)
	}
	var shared []parameter
	if raw, some := item["parameters"]; some {
		if err := json.Unmarshal(raw, &shared); err != nil {
			return o, fmt.Errorf("the contract of %s: %w", r.Template(), err)
		}
	}
	o.Parameters = append(shared, o.Parameters...)
	return o, nil
}

func (d document) show(r Route, o operation) shownOperation {
	shown := shownOperation{
		Method: r.Method, Path: Prefix + r.Template(), Summary: o.Summary, Description: o.Description, Scope: string(r.Action.Scope),
	}
	if o.Description == o.Summary+"." {
		shown.Description = "" // the summary stands above
	}
	for _, sample := range o.Samples {
		shown.Curl = sample.Source
	}
	for _, p := range o.Parameters {
		if p.Ref != "" {
			p = d.Components.Parameters[last(p.Ref)]
		}
		shown.Parameters = append(shown.Parameters, shownField{
			Name: p.Name, Type: d.typeOf(p.Schema) + ", in the " + p.In, Description: p.Description, Required: p.Required,
		})
	}
	if o.RequestBody != nil {
		shown.Body = d.fields(d.body(*o.RequestBody), 0)
	}
	for status, answer := range o.Responses {
		if answer.Ref != "" {
			answer = d.Components.Responses[last(answer.Ref)]
		}
		a := shownAnswer{Status: status, Description: answer.Description}
		if strings.HasPrefix(status, "2") {
			a.Fields, a.Example = d.fields(d.body(answer), 0), exampleIn(answer)
		}
		shown.Answers = append(shown.Answers, a)
	}
	slices.SortFunc(shown.Answers, func(a, b shownAnswer) int { return strings.Compare(a.Status, b.Status) })
	return shown
}

// exampleIn is the example of an answer, on lines of its own.
func exampleIn(c content) string {
	var lines bytes.Buffer
	if err := json.Indent(&lines, c.Content["application/json"].Example, "", "  "); err != nil {
		return "" // there is none
	}
	return lines.String()
}

// body is the schema of a request's or an answer's JSON.
func (d document) body(c content) schema {
	if c.Ref != "" {
		c = d.Components.RequestBodies[last(c.Ref)]
	}
	return d.resolve(c.Content["application/json"].Schema)
}

// resolve follows a reference; what stands beside it goes before.
func (d document) resolve(s schema) schema {
	if s.Ref == "" {
		return s
	}
	found := d.Components.Schemas[last(s.Ref)]
	if s.Description != "" {
		found.Description = s.Description
	}
	return found
}

// deepest is how deep the page follows objects in objects.
const deepest = 3

// fields lists the keys of an object, those of the objects in it behind them.
func (d document) fields(s schema, depth int) []shownField {
	var list []shownField
	names := make([]string, 0, len(s.Properties))
	for name := range s.Properties {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { // what must be there first, in the order of the document
		return strings.Compare(place(s.Required, a)+a, place(s.Required, b)+b)
	})
	for _, name := range names {
		part := d.resolve(s.Properties[name])
		list = append(list, shownField{
			Name: name, Type: d.typeOf(part), Description: part.Description, Depth: depth, Required: slices.Contains(s.Required, name),
		})
		if part.Items != nil {
			part = d.resolve(*part.Items)
		}
		if depth < deepest {
			list = append(list, d.fields(part, depth+1)...)
		}
	}
	return list
}

// place is where a name stands in a list, as a text to sort by.
func place(list []string, name string) string {
	if i := slices.Index(list, name); i >= 0 {
		return fmt.Sprintf("%03d", i)
	}
	return "999"
}

// typeOf is a type in words.
func (d document) typeOf(s schema) string {
	s = d.resolve(s)
	words := fmt.Sprint(s.Type)
	if several, ok := s.Type.([]any); ok {
		words = strings.Join(strings.Fields(strings.Trim(fmt.Sprint(several), "[]")), " or ")
	}
	if s.Items != nil {
		words += " of " + d.typeOf(*s.Items)
	}
	if s.Format != "" {
		words += " (" + s.Format + ")"
	}
	if len(s.Enum) > 0 {
		words += ": " + strings.Join(s.Enum, ", ")
	}
	if s.Minimum != nil && s.Maximum != nil {
		words += fmt.Sprintf(", %s to %s", *s.Minimum, *s.Maximum)
	}
	if s.MinItems != nil && s.MaxItems != nil {
		words += fmt.Sprintf(", %d to %d of them", *s.MinItems, *s.MaxItems)
	}
	if s.Default != nil {
		words += fmt.Sprintf(" (default %v)", s.Default)
	}
	return words
}

// last is the name at the end of a reference.
func last(ref string) string { return ref[strings.LastIndexByte(ref, '/')+1:] }
