package sandbox

import "context"

// Documents keeps the registry's state: one document per name and a few more, and the effect log. Every method is a
// transaction of its own, apart from any that the orders use, so that a crash can fall between the two as it would with
// a registry far away. All types are unnamed or built in, so that a store implements it without knowing this package.
//
// Keys are ASCII, at most 300 bytes, and compare bytewise. Bodies are UTF-8 JSON.
type Documents interface {
	// Get reads several documents at one moment. Absent ones are absent in the map.
	Get(ctx context.Context, keys ...string) (map[string]Document, error)
	// Put writes all documents and appends all effects, if every document is still at the version given; else it
	// writes nothing and gives false. An error means that it may or may not have written.
	Put(ctx context.Context, writes []Write, effects [][]byte) (bool, error)
	// List gives keys that begin with prefix and come after the key after ("" = from the first), in ascending order.
	List(ctx context.Context, prefix, after string, limit int) ([]string, error)
	// Due gives the keys of documents whose due time is not 0 and at or before a time (unix microseconds), earliest first.
	Due(ctx context.Context, before int64, limit int) ([]string, error)
	// NextDue is the earliest due time of all documents in unix microseconds, 0 = none.
	NextDue(ctx context.Context) (int64, error)
	// Effects gives the log's entries with numbers above after, ascending. Numbers grow; they need not be dense.
	Effects(ctx context.Context, after int64, limit int) ([]LogEntry, error)
}

// Document is a stored document. Version changes with each write, is never 0, and does not come back when a document is
// deleted and made again: somebody may still hold the old one.
type Document = struct {
	Body    []byte
	Version int64
}

// Write is one document to be written if it is still at Version; 0 = it must be absent. A nil Body deletes it.
type Write = struct {
	Key     string
	Body    []byte
	Version int64
	Due     int64 // unix microseconds, 0 = never
}

// LogEntry is one entry of the effect log.
type LogEntry = struct {
	Seq  int64
	Body []byte
}

// The keys. A name's document also holds the commands that a fault delays, so that one read sees all that is to happen.
const (
	namePrefix    = "name:"    // + the name in ACE
	messagePrefix = "message:" // + number in 20 digits
	counterKey    = "counter:message"
	faultsKey     = "faults"
)
