package server_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"nameyard/server/rest"
)

func init() { openapi3filter.RegisterBodyDecoder("text/dns", openapi3filter.FileBodyDecoder) }

// contract is the OpenAPI document that the server shows.
var contract = sync.OnceValues(func() (*openapi3.T, error) { return openapi3.NewLoader().LoadFromData(rest.Contract()) })

// validate holds an answer against the contract, and its request too if it was not refused.
func (e *env) validate(r *http.Request, body []byte, answer *httptest.ResponseRecorder) {
	e.Helper()
	if err := offence(e.Context(), r, body, answer); err != nil {
		e.Errorf("%s %s: not in the contract: %v", r.Method, r.URL, err)
	}
}

// offence tells how a request or its answer is not in the contract. What was refused for its path or method is not looked at.
func offence(ctx context.Context, r *http.Request, body []byte, answer *httptest.ResponseRecorder) error {
	doc, err := contract()
	if err != nil {
		return err
	}
	found, params, ok := restRoute(r.Method, r.URL.Path)
	if !ok {
		return nil
	}
	item := doc.Paths.Value(found.Template())
	input := &openapi3filter.RequestValidationInput{
		Request: r, PathParams: params,
		Route:   &routers.Route{Spec: doc, Path: found.Template(), PathItem: item, Method: found.Method, Operation: item.GetOperation(found.Method)},
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true},
	}
	if answer.Code < http.StatusBadRequest {
		r.Body = io.NopCloser(bytes.NewReader(body))
		if err := openapi3filter.ValidateRequest(ctx, input); err != nil {
			return err
		}
	}
	shown := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: answer.Code, Header: answer.Header(), Options: input.Options,
	}
	shown.SetBodyBytes(answer.Body.Bytes())
	return openapi3filter.ValidateResponse(ctx, shown)
}

func TestAnswerThatIsNotInTheContractIsNoticed(t *testing.T) {
	t.Parallel()
	for body, good := range map[string]bool{
		`{"currency":"USD","available":1.00,"held":0.00}`:              true,
		`{"currency":"USD","available":"1.00","held":0.00}`:            false,
		`{"currency":"USD","available":1.00}`:                          false,
		`{"currency":"USD","available":1.00,"held":0.00,"extra":true}`: false,
	} {
		answer := httptest.NewRecorder()
		answer.Header().Set("Content-Type", "application/json")
		answer.WriteHeader(http.StatusOK)
		answer.Body.WriteString(body)
		err := offence(t.Context(), httptest.NewRequest("GET", "/api/v1/balance/", nil), nil, answer)
		if (err == nil) != good {
			t.Errorf("%s: %v", body, err)
		}
	}
}
