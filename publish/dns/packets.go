package dns

import (
	"net"
	"sync"
	"time"

	"golang.org/x/net/ipv4"
	"golang.org/x/net/ipv6"

	"nameyard/safely"
)

// packets is a socket for UDP. Questions for zones that are kept it answers by itself, many at a time; the library reads all else from it,
// as from any socket.
type packets struct {
	*net.UDPConn
	server   *Server
	anywhere bool // it listens on all addresses of the machine: answers leave from the one that was asked
	others   chan packet
	taken    chan struct{} // a place for each request that the library works on
	ended    chan struct{}
	end      func() // makes serve and ReadFrom end
}

const (
	packetsAtOnce = 32      // that are read or written by one call of the system
	udpBuffer     = 4 << 20 // of requests that come while others are worked on, so that none is lost
)

// newPackets takes a socket over, for a server.
func newPackets(conn *net.UDPConn, s *Server) *packets {
	_ = conn.SetReadBuffer(udpBuffer) // as much of it as the system allows
	p := &packets{
		UDPConn: conn, server: s, others: make(chan packet, othersWaiting), taken: make(chan struct{}, othersAtOnce), ended: make(chan struct{}),
	}
	p.end = sync.OnceFunc(func() {
		close(p.ended)
		_ = conn.SetReadDeadline(time.Unix(1, 0))
	})
	if at, ok := conn.LocalAddr().(*net.UDPAddr); ok && at.IP.IsUnspecified() {
		err4 := ipv4.NewPacketConn(conn).SetControlMessage(ipv4.FlagDst, true) // fails on a socket of IPv6 alone
		err6 := ipv6.NewPacketConn(conn).SetControlMessage(ipv6.FlagDst, true) // and this on one of IPv4
		p.anywhere = err4 == nil || err6 == nil
	}
	return p
}

// serve answers until the socket ends. It is meant for some goroutines at once: while one waits for requests, others answer.
func (p *packets) serve() error {
	batch := ipv4.NewPacketConn(p.UDPConn) // those of IPv6 go this way as well
	in, out := make([]ipv4.Message, packetsAtOnce), make([]ipv4.Message, packetsAtOnce)
	for i := range in {
		in[i].Buffers, out[i].Buffers = [][]byte{make([]byte, payload)}, [][]byte{make([]byte, 0, payload)}
		if p.anywhere {
			in[i].OOB = make([]byte, max(len(ipv4.NewControlMessage(ipv4.FlagDst)), len(ipv6.NewControlMessage(ipv6.FlagDst))))
		}
	}
	var a answering
	for {
		n, err := batch.ReadBatch(in, 0)
		select {
		case <-p.ended:
			return nil
		default:
		}
		if err != nil {
			return err
		}
		answers := 0
		for i := range in[:n] {
			if p.answer(&a, &in[i], &out[answers]) {
				answers++
			}
		}
		for rest := out[:answers]; len(rest) > 0; {
			sent, err := batch.WriteBatch(rest, 0)
			if err != nil {
				p.server.log.Debug("an answer could not be sent", "to", rest[0].Addr.String(), "err", err)
				sent = 1
			}
			rest = rest[sent:]
		}
	}
}

// answer answers one request, if that can be done at once, and reports whether there is something to be sent.
func (p *packets) answer(a *answering, in, out *ipv4.Message) (answered bool) {
	defer func() {
		if fault := recover(); fault != nil { // without a word about the request that would cost each of them
			answered = false
			_ = safely.Caught(fault, p.server.log, "DNS", "from", in.Addr)
		}
	}()
	from, ok := in.Addr.(*net.UDPAddr)
	if !ok {
		return false
	}
	request, control := in.Buffers[0][:in.N], in.OOB[:in.NN]
	z, known := p.server.glance(a, request)
	if !known {
		p.leave(request, from, control)
		return false
	}
	a.bytes = out.Buffers[0]
	var err error
	if z == nil {
		err = ErrNoZone
	}
	answer := a.respond(z, err, a.question.roomFor(true))
	switch p.server.limiter.judge(from.AddrPort().Addr(), a.likeness()) {
	case drop:
		return false
	case cut:
		answer = a.cut(&a.question)
	}
	out.Buffers[0], out.Addr, out.OOB = answer, from, nil
	if p.anywhere {
		out.OOB = sourceOf(control)
	}
	return true
}

// sourceOf makes of what came with a request what sends the answer from the address that was asked.
func sourceOf(control []byte) []byte {
	var asked net.IP
	var came6 ipv6.ControlMessage
	var came4 ipv4.ControlMessage
	if came6.Parse(control) == nil && came6.Dst != nil {
		asked = came6.Dst
	} else if came4.Parse(control) == nil {
		asked = came4.Dst
	}
	switch {
	case asked == nil:
		return nil
	case asked.To4() == nil:
		return (&ipv6.ControlMessage{Src: asked}).Marshal()
	}
	return (&ipv4.ControlMessage{Src: asked}).Marshal()
}

// glance gives the zone to answer a request from, nil if there is none that is served, if that is known at once and the request asks nothing
// but that.
func (s *Server) glance(a *answering, request []byte) (z packed, known bool) {
	if !a.question.read(request) || s.catalogTop != nil && a.question.below(s.catalogTop) {
		return nil, false
	}
	return s.zones.kept(a.question.host(a.text[:]))
}
