package dns

import (
	"bytes"
	"log/slog"
	"net"
	"strings"
	"testing"

	"golang.org/x/net/ipv4"
)

// A question that shows a fault of the program is not answered, and the one who reads all questions goes on.
func TestAFaultThatAQuestionShowsCostsOneAnswer(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	p := &packets{server: &Server{log: slog.New(slog.NewTextHandler(&log, nil))}} // it has no zones, which nobody thought of
	question, err := new(net.UDPAddr), error(nil)
	if question, err = net.ResolveUDPAddr("udp", "192.0.2.7:53"); err != nil {
		t.Fatal(err)
	}
	request := []byte("\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01a\x03com\x00\x00\x01\x00\x01")
	in := ipv4.Message{Buffers: [][]byte{request}, N: len(request), Addr: question}
	for range 2 {
		if p.answer(new(answering), &in, &ipv4.Message{Buffers: [][]byte{nil}}) {
			t.Error("there is an answer")
		}
	}
	if n := strings.Count(log.String(), "level=ERROR"); n != 2 || !strings.Contains(log.String(), "from=192.0.2.7:53") {
		t.Errorf("the log has %d errors:\n%s", n, &log)
	}
}
