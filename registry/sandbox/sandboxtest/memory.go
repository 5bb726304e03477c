// Package sandboxtest has what tests of and with the sandbox registry share: its documents in memory, and the registry on the wire with
// every document that passes judged by the schemas.
package sandboxtest

import (
	"context"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"

	"nameyard/registry/sandbox"
)

// Memory keeps documents in a map (sandbox.Documents). It counts calls, and can be made to fail.
type Memory struct {
	mu       sync.Mutex
	docs     map[string]held
	effects  []sandbox.LogEntry
	version  int64 // the last one given
	Gets     int
	Puts     int
	FailPut  error  // what Put answers after it has written
	Overtake func() // runs before each Put, for another command to come first
}

type held struct {
	sandbox.Document
	due int64
}

// NewMemory makes an empty one.
func NewMemory() *Memory { return &Memory{docs: map[string]held{}} }

// Get is that of sandbox.Documents.
func (m *Memory) Get(ctx context.Context, keys ...string) (map[string]sandbox.Document, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.Gets++
	found := map[string]sandbox.Document{}
	for _, key := range keys {
		if doc, ok := m.docs[key]; ok {
			found[key] = doc.Document
		}
	}
	return found, ctx.Err()
}

// Put is that of sandbox.Documents.
func (m *Memory) Put(ctx context.Context, writes []sandbox.Write, effects [][]byte) (bool, error) {
	if m.Overtake != nil {
		m.Overtake()
	}
	runtime.Gosched() // let others in between read and write
	m.mu.Lock()
	defer m.mu.Unlock()
	m.Puts++
	if err := ctx.Err(); err != nil {
		return false, err
	}
	for _, w := range writes {
		if m.docs[w.Key].Version != w.Version {
			return false, nil
		}
	}
	for _, w := range writes {
		delete(m.docs, w.Key)
		if w.Body != nil {
			m.version++
			m.docs[w.Key] = held{sandbox.Document{Body: w.Body, Version: m.version}, w.Due}
		}
	}
	for _, e := range effects {
		m.effects = append(m.effects, sandbox.LogEntry{Seq: int64(len(m.effects) + 1), Body: e})
	}
	return m.FailPut == nil, m.FailPut
}

// List is that of sandbox.Documents.
func (m *Memory) List(_ context.Context, prefix, after string, limit int) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var keys []string
	for _, key := range slices.Sorted(maps.Keys(m.docs)) {
		if strings.HasPrefix(key, prefix) && key > after && len(keys) < limit {
			keys = append(keys, key)
		}
	}
	return keys, nil
}

// Due is that of sandbox.Documents.
func (m *Memory) Due(_ context.Context, before int64, limit int) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var keys []string
	for key, doc := range m.docs {
		if doc.due != 0 && doc.due <= before {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b string) int {
		if m.docs[a].due != m.docs[b].due {
			return int(m.docs[a].due - m.docs[b].due)
		}
		return strings.Compare(a, b)
	})
	return keys[:min(len(keys), limit)], nil
}

// NextDue is that of sandbox.Documents.
func (m *Memory) NextDue(context.Context) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var next int64
	for _, doc := range m.docs {
		if doc.due != 0 && (next == 0 || doc.due < next) {
			next = doc.due
		}
	}
	return next, nil
}

// Effects is that of sandbox.Documents.
func (m *Memory) Effects(_ context.Context, after int64, limit int) ([]sandbox.LogEntry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	rest := m.effects[min(int(after), len(m.effects)):]
	return slices.Clone(rest[:min(len(rest), limit)]), nil
}

// All gives everything that is stored, as one text.
func (m *Memory) All() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var text strings.Builder
	for key, doc := range m.docs {
		text.WriteString(key + " " + string(doc.Body) + "\n")
	}
	for _, e := range m.effects {
		text.Write(e.Body)
	}
	return text.String()
}
