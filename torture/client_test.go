package torture_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	api "nameyard/client"
)

// client is one program of the reseller, with a connection of its own.
type client struct {
	http    *http.Client
	token   string
	address func() string // where to send the next request
}

func newClient(token string, address func() string) *client {
	return &client{
		http:  &http.Client{Timeout: 60 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 2, IdleConnTimeout: 10 * time.Second}},
		token: token, address: address,
	}
}

// heard is what a client can tell about a request that it has sent.
type heard int

const (
	unsent  heard = iota // nobody listened
	broken               // the connection broke: it may or may not have been carried out
	waiting              // "in progress", "pending", "unavailable" or a fault: ask again later
	refused              // no
	success              // yes
)

// answer is an answer of the action API.
type answer struct {
	Result, Msg, Code string
	status            int
	text              string
	err               error
}

func (a answer) heard() heard {
	var connecting *net.OpError
	switch {
	case errors.As(a.err, &connecting) && connecting.Op == "dial":
		return unsent
	case a.err != nil:
		return broken
	case a.status >= 500 || api.IsOpen(&api.Error{Code: a.Code}):
		return waiting
	case a.Result != "success":
		return refused
	case strings.Contains(a.Msg, "is pending"):
		return waiting
	}
	return success
}

func (a answer) String() string {
	if a.err != nil {
		return a.err.Error()
	}
	return a.text
}

// post sends one request.
func (c *client) post(ctx context.Context, form string) answer {
	body := "token=" + c.token + "&authemail=" + url.QueryEscape(resellerEmail) + "&" + form
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+c.address()+"/api.php", strings.NewReader(body))
	if err != nil {
		return answer{err: err}
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := c.http.Do(req)
	if err != nil {
		return answer{err: err}
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return answer{err: err}
	}
	a := answer{status: res.StatusCode, text: string(text)}
	if err := json.Unmarshal(text, &a); err != nil && res.StatusCode < 500 {
		a.err = err
	}
	return a
}
