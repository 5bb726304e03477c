// Package dns makes zones from what names publish, and answers for them.
//
// Compile turns records, forwards and child name servers into a Zone: a pure function, by resource records and never by text.
// Zones keeps zones compiled on demand. Server answers queries over UDP and TCP. Only this package knows github.com/miekg/dns,
// whose name it has inside.
package dns
