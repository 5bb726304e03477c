package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// Config says where the server is and who asks.
type Config struct {
	URL   string       // of the action API: "https://…/domainsResellerAPI/api.php"
	Email string       // of the account
	Token string       // of the account
	HTTP  *http.Client // default: one with a timeout of 40 s; the server answers within 25 s. Redirects are not followed, whatever it says
}

// Client asks one server on behalf of one account. It is safe for concurrent use.
type Client struct {
	config Config
}

// New makes a Client. It does not ask the server anything.
func New(c Config) (*Client, error) {
	at, err := url.Parse(c.URL)
	if err != nil || at.Scheme != "http" && at.Scheme != "https" || at.Host == "" {
		return nil, fmt.Errorf("client: the URL %q is not that of an action API", c.URL)
	}
	if c.Email == "" || c.Token == "" {
		return nil, errors.New("client: Email and Token are required")
	}
	if c.HTTP == nil {
		c.HTTP = &http.Client{Timeout: 40 * time.Second}
	}
	// Followed, a redirect has another page answer an order (302), or gives the token to another host (308).
	stays := *c.HTTP
	stays.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	c.HTTP = &stays
	return &Client{c}, nil
}

// params are the parameters of an action. Nil values are left out.
type params map[string]any

// maxAnswer is how much of an answer is read, in bytes.
const maxAnswer = 16 << 20

// Do carries out any action and decodes its answer into answer, which may be nil. The methods beside it are typed; this is
// for what they do not cover.
func (c *Client) Do(ctx context.Context, action string, parameters map[string]any, answer any) error {
	body := params{"token": c.config.Token, "authemail": c.config.Email, "action": action}
	for name, value := range parameters {
		if value != nil {
			body[name] = value
		}
	}
	encoded, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("%s: encode the parameters: %w", action, err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.config.URL, bytes.NewReader(encoded))
	if err != nil {
		return fmt.Errorf("%s: %w", action, err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := c.config.HTTP.Do(request)
	if err != nil {
		return fmt.Errorf("%s: %w: %w", action, ErrNoAnswer, err)
	}
	defer response.Body.Close()
	if response.StatusCode >= 300 && response.StatusCode < 400 {
		return fmt.Errorf("%s: %w: it is redirected to %q (%s), which is not followed", action, ErrNoAnswer, response.Header.Get("Location"), response.Status)
	}
	text, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return fmt.Errorf("%s: %w: %w", action, ErrNoAnswer, err)
	}
	if err := read(text, answer); err != nil {
		return fmt.Errorf("%s: %w", action, err)
	}
	return nil
}

// read takes an answer apart. Only one that says success is one.
func read(text []byte, answer any) error {
	var head struct {
		Result    string
		Msg       string
		Code      string
		Field     string
		RequestID string
	}
	if err := json.Unmarshal(text, &head); err != nil {
		return fmt.Errorf("%w: %w", ErrNoAnswer, err)
	}
	switch head.Result {
	case "success":
		if answer == nil {
			return nil
		}
		if err := json.Unmarshal(text, answer); err != nil {
			return fmt.Errorf("%w: %w", ErrNoAnswer, err)
		}
		return nil
	case "empty": // what the protocol answers where a TLD has no lock
		return &Error{Code: "not_supported", Message: "the TLD has no such feature"}
	case "error":
		return &Error{head.Code, head.Field, head.Msg, head.RequestID}
	}
	return fmt.Errorf("%w: it says neither success nor error", ErrNoAnswer)
}

// Credit is the account's available credit, a decimal such as "987.01" in the account's currency.
func (c *Client) Credit(ctx context.Context) (string, error) {
	var answer struct{ Value string }
	err := c.Do(ctx, "CreditAmount", nil, &answer)
	return answer.Value, err
}

// Version is the server's version.
func (c *Client) Version(ctx context.Context) (string, error) {
	var answer struct{ Version string }
	err := c.Do(ctx, "Version", nil, &answer)
	return answer.Version, err
}
