package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// healthTime is how long a server may take to say that it is ready.
const healthTime = 5 * time.Second

type healthCmd struct {
	URL    string `name:"url" env:"NAMEYARD_HEALTH_URL" placeholder:"URL" help:"Where the server answers, such as http://127.0.0.1:8080; by default where --listen says."`
	Listen string `default:"127.0.0.1:8080" placeholder:"ADDRESS" help:"Address that the server listens on (${default})."`
}

// Run asks a server whether it is ready; a container's health check is this command.
func (c *healthCmd) Run(ctx context.Context, p *program) error {
	base, err := c.base()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, healthTime)
	defer cancel()
	status, body, err := ask(ctx, base+"/readyz")
	if err != nil {
		return refused("the server at %s does not answer: %v", base, err)
	}
	if status != http.StatusOK {
		return refused("the server at %s is not ready: %s", base, cmp.Or(body, http.StatusText(status)))
	}
	return p.out.say(map[string]any{"url": base, "ready": true}, "the server at %s is ready", base)
}

// base is the server's URL without a path. A server that listens on all addresses is asked on this machine's own.
func (c *healthCmd) base() (string, error) {
	if c.URL != "" {
		return strings.TrimRight(c.URL, "/"), nil
	}
	at, err := onThisMachine("--listen", c.Listen)
	return "http://" + at, err
}

// onThisMachine is the host and port at which this machine reaches a server that listens on an address.
func onThisMachine(flag, listen string) (string, error) {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return "", wrongUsage("%s is %q, it must be an address and a port such as 127.0.0.1:8080", flag, listen)
	}
	switch host {
	case "", "0.0.0.0":
		host = "127.0.0.1"
	case "::":
		host = "::1"
	}
	return net.JoinHostPort(host, port), nil
}

// ask gets a page of a server: its status, and the text.
func ask(ctx context.Context, url string) (status int, text string, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, "", err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, 1000))
	if err != nil {
		return 0, "", fmt.Errorf("read the answer: %w", err)
	}
	return answer.StatusCode, strings.TrimSpace(string(body)), nil
}
