package webhooks

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"syscall"
)

// problem is why an attempt failed, in words for the account. Its cause may tell what only this machine sees, as the address of its
// resolver: it is for the log alone.
type problem struct {
	words string
	cause error
}

func (p *problem) Error() string { return p.words }
func (p *problem) Unwrap() error { return p.cause }

func failed(cause error, format string, args ...any) error {
	return &problem{fmt.Sprintf(format, args...), cause}
}

// inWords says why a post failed. What nobody has foreseen is the server's fault, and stays with it.
func inWords(err error) error {
	if told := (*problem)(nil); errors.As(err, &told) {
		return told
	}
	return failed(err, "the server that posts has a fault; its operator finds it in the log")
}

// unreached says why no answer came.
func unreached(err error) error {
	var not *forbidden
	var lookup *net.DNSError
	var late net.Error
	switch {
	case errors.As(err, &not):
		return failed(err, "it leads to an address or a port that nothing is posted to: only public addresses, and port 443 or one from 1024")
	case errors.As(err, &lookup) && lookup.IsNotFound:
		return failed(err, "its name is not known in the DNS")
	case errors.As(err, &lookup):
		return failed(err, "its name could not be looked up in the DNS")
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &late) && late.Timeout():
		return failed(err, "it did not answer within %d seconds", int(postTime.Seconds()))
	case errors.Is(err, syscall.ECONNREFUSED):
		return failed(err, "it refused the connection")
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return failed(err, "there is no way to its address")
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return failed(err, "it broke off the connection before it answered")
	}
	return insecure(err)
}

// insecure says what is wrong with the TLS of an address.
func insecure(err error) error {
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var unverified *tls.CertificateVerificationError
	var alert tls.AlertError
	switch {
	case errors.As(err, &name):
		return failed(err, "its certificate is for another name")
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return failed(err, "its certificate has expired, or is not valid yet")
	case errors.As(err, &unverified):
		return failed(err, "its certificate is not from an authority that is trusted here")
	case errors.Is(err, http.ErrSchemeMismatch):
		return failed(err, "it does not speak TLS on that port")
	case errors.As(err, &alert):
		return failed(err, "no secure connection (TLS) could be agreed with it")
	}
	return failed(err, "it could not be reached, or its answer could not be read")
}
