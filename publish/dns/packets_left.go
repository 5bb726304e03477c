package dns

import (
	"net"
	"time"

	"github.com/miekg/dns"
)

// packet is a request that is left to the library.
type packet struct {
	bytes []byte
	from  net.Addr
}

// sender is who sent a request that came to a socket of all addresses.
type sender struct {
	*net.UDPAddr
	control []byte // that goes with the answer
}

// Bounds of what is left to the library, whose work may wait for the database. What is beyond them is lost; who sent it asks again.
const (
	othersAtOnce  = 256  // requests that are worked on; the library has a goroutine for each
	othersWaiting = 4096 // requests that wait
)

// leave leaves a request to the library.
func (p *packets) leave(request []byte, from *net.UDPAddr, control []byte) {
	left := packet{bytes: append([]byte(nil), request...), from: from}
	if p.anywhere {
		left.from = sender{from, sourceOf(control)}
	}
	select {
	case p.others <- left:
	default:
	}
}

// ReadFrom gives the next request that was left to the library, once it works on fewer than it may. Each that was given is to be followed
// by one call of done.
func (p *packets) ReadFrom(buffer []byte) (int, net.Addr, error) {
	select {
	case p.taken <- struct{}{}:
	case <-p.ended:
		return 0, nil, net.ErrClosed
	}
	select {
	case left := <-p.others:
		return copy(buffer, left.bytes), left.from, nil
	case <-p.ended:
		return 0, nil, net.ErrClosed
	}
}

// done notes that the library has done with a request that ReadFrom gave.
func (p *packets) done() { <-p.taken }

// counted makes a server of the library call done for each request: it hands all that it reads to its handler, or turns it away by
// MsgAcceptFunc, or tells MsgInvalidFunc of it.
func (p *packets) counted(server *dns.Server) {
	handle := server.Handler
	server.Handler = dns.HandlerFunc(func(w dns.ResponseWriter, q *dns.Msg) {
		defer p.done()
		handle.ServeDNS(w, q)
	})
	server.MsgAcceptFunc = func(h dns.Header) dns.MsgAcceptAction {
		action := dns.DefaultMsgAcceptFunc(h)
		if action != dns.MsgAccept {
			p.done()
		}
		return action
	}
	server.MsgInvalidFunc = func([]byte, error) { p.done() }
}

// WriteTo sends an answer of the library.
func (p *packets) WriteTo(answer []byte, to net.Addr) (int, error) {
	if s, ok := to.(sender); ok {
		n, _, err := p.WriteMsgUDP(answer, s.control, s.UDPAddr)
		return n, err
	}
	return p.UDPConn.WriteTo(answer, to)
}

// SetReadDeadline does nothing: serve waits for as long as it takes.
func (p *packets) SetReadDeadline(time.Time) error { return nil }
