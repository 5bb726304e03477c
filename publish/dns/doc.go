// Package dns makes zones from what names publish, and answers for them.
//
// Compile turns records, forwards and child name servers into a Zone: a pure function, by resource records and never by text. Packer makes
// a piece of bytes of it, which publish.Zones keep. Server answers queries over UDP and TCP by copying from those bytes; for transfers they
// become a Zone again. Only this package knows github.com/miekg/dns, whose name it has inside.
package dns
