package store_test

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// wire is a line to a MySQL server that can be cut at a COMMIT, or altogether.
type wire struct {
	listener net.Listener
	server   string

	mu    sync.Mutex
	cut   cut
	down  bool
	vain  int // so many of the next reads and BEGINs are answered with error 1205
	lines map[net.Conn]bool
}

// cut says what becomes of the next COMMIT.
type cut int

const (
	none        cut = iota
	loseRequest     // the server never gets it and rolls back
	loseAnswer      // the server carries it out, and nobody is told
	timeOut         // the server never gets it, and error 1205 comes back: the transaction stays open there
	unready         // the same with error 1047, by which a node of a cluster says that it is not ready
)

// throughWire gives a wire and the URL of the same database through it.
func throughWire(t *testing.T, database string) (*wire, string) {
	t.Helper()
	u := must[*url.URL](t)(url.Parse(database))
	w := &wire{listener: must[net.Listener](t)(net.Listen("tcp", "127.0.0.1:0")), server: u.Host, lines: map[net.Conn]bool{}}
	var lines sync.WaitGroup
	lines.Go(func() {
		for {
			client, err := w.listener.Accept()
			if err != nil {
				return
			}
			if w.connects(client) {
				lines.Go(func() { w.carry(client); w.ends(client) })
			}
		}
	})
	t.Cleanup(func() { w.listener.Close(); lines.Wait() })
	u.Host = w.listener.Addr().String()
	return w, u.String()
}

// connects notes a connection, or drops it while the wire is down.
func (w *wire) connects(client net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.down {
		client.Close()
		return false
	}
	w.lines[client] = true
	return true
}

func (w *wire) ends(client net.Conn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.lines, client)
}

// inUse reports whether there are connections.
func (w *wire) inUse() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.lines) > 0
}

// setDown drops every connection, and all that come, until it is put up again.
func (w *wire) setDown(down bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.down = down
	for line := range w.lines {
		line.Close()
	}
}

// cutNext arms the wire for the next COMMIT, whoever sends it.
func (w *wire) cutNext(how cut) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = how
}

func (w *wire) take() cut {
	w.mu.Lock()
	defer w.mu.Unlock()
	how := w.cut
	w.cut = none
	return how
}

// carry passes packets of the MySQL protocol on until one side hangs up or the wire is cut.
func (w *wire) carry(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", w.server)
	if err != nil {
		return
	}
	defer server.Close()
	toClient := &gate{to: client}
	answers := make(chan struct{})
	go func() {
		defer close(answers)
		io.Copy(toClient, server)
		client.Close()
	}()
	defer func() { server.Close(); <-answers }()
	requests := bufio.NewReader(client)
	for {
		packet, err := readPacket(requests)
		if err != nil {
			return
		}
		if w.inVain(packet) {
			if _, err := client.Write(errorPacket(1205, "said by the test")); err != nil {
				return
			}
			continue
		}
		how := none
		if isCommit(packet) {
			how = w.take()
		}
		switch how {
		case loseRequest:
			return
		case timeOut, unready:
			number := map[cut]uint16{timeOut: 1205, unready: 1047}[how]
			if _, err := client.Write(errorPacket(number, "said by the test")); err != nil {
				return
			}
			continue
		case loseAnswer:
			toClient.hold() // returns once the server's answer has come and been dropped
			if _, err := server.Write(packet); err == nil {
				<-toClient.held
			}
			return
		}
		if _, err := server.Write(packet); err != nil {
			return
		}
	}
}

// errorPacket is how a server answers a command with an error.
func errorPacket(number uint16, words string) []byte {
	payload := append(binary.LittleEndian.AppendUint16([]byte{0xff}, number), "#08S01"+words...)
	return append([]byte{byte(len(payload)), 0, 0, 1}, payload...)
}

// fail lets the next reads and BEGINs fail.
func (w *wire) fail(times int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.vain = times
}

// inVain reports whether a packet is a read or a BEGIN that is to fail as it does on a Galera node that waits in vain for what
// the cluster has committed.
func (w *wire) inVain(packet []byte) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.vain == 0 || len(packet) < 6 || packet[3] != 0 {
		return false
	}
	const query, execute = 3, 0x17
	text := strings.ToUpper(string(packet[5:]))
	if packet[4] != execute && (packet[4] != query || !strings.HasPrefix(text, "SELECT") && !strings.HasPrefix(text, "START")) {
		return false
	}
	w.vain--
	return true
}

// readPacket reads one packet: three bytes of length, a sequence number, the payload.
func readPacket(r io.Reader) ([]byte, error) {
	head := make([]byte, 4)
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, err
	}
	size := binary.LittleEndian.Uint32(append(head[:3:3], 0))
	packet := append(head, make([]byte, size)...)
	_, err := io.ReadFull(r, packet[4:])
	return packet, err
}

// isCommit reports whether a packet begins a command (sequence number 0) that is the query COMMIT.
func isCommit(packet []byte) bool {
	return len(packet) > 5 && packet[3] == 0 && packet[4] == 3 && strings.EqualFold(string(packet[5:]), "COMMIT")
}

// gate passes bytes on until it holds; then it swallows what comes and tells once.
type gate struct {
	mu   sync.Mutex
	to   io.Writer
	held chan struct{}
	once sync.Once
}

func (g *gate) hold() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.held = make(chan struct{})
}

var errHeld = errors.New("the wire is cut")

func (g *gate) Write(p []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.held != nil {
		g.once.Do(func() { close(g.held) })
		return 0, errHeld
	}
	return g.to.Write(p)
}
