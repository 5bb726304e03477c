package phpvalue

import (
	"math"
	"strconv"
)

// node is an array while a form is being read.
type node struct {
	slots  []slot
	index  map[string]int // key → place in slots, once there are many
	top    int64          // the largest integer key
	hasTop bool
}

// slot is one element: an array if array is set, else a string.
type slot struct {
	key   string
	text  string
	array *node
}

// slot gives the element that a step names and makes it if there is none. It is
// nil if `[]` has no index left to give; PHP drops the parameter then.
func (n *node) slot(s step) *slot {
	key := s.key
	if s.next {
		switch {
		case !n.hasTop:
			key = "0"
		case n.top == math.MaxInt64:
			return nil
		default:
			key = strconv.FormatInt(n.top+1, 10)
		}
	}
	if at := n.find(key); at >= 0 {
		return &n.slots[at]
	}
	return n.insert(key)
}

func (n *node) find(key string) int {
	if n.index != nil {
		if at, ok := n.index[key]; ok {
			return at
		}
		return -1
	}
	for i := range n.slots {
		if n.slots[i].key == key {
			return i
		}
	}
	return -1
}

func (n *node) insert(key string) *slot {
	if isIndex(key) {
		number, _ := strconv.ParseInt(key, 10, 64)
		if !n.hasTop || number > n.top {
			n.top, n.hasTop = number, true
		}
	}
	n.slots = append(n.slots, slot{key: key})
	last := len(n.slots) - 1
	if n.index == nil && len(n.slots) > fewEntries {
		n.index = make(map[string]int, 2*len(n.slots))
		for i := range n.slots {
			n.index[n.slots[i].key] = i
		}
	}
	if n.index != nil {
		n.index[key] = last
	}
	return &n.slots[last]
}

func (n *node) value() Value {
	entries := make([]Entry, len(n.slots))
	for i, s := range n.slots {
		entries[i] = Entry{Key: s.key, Value: String(s.text)}
		if s.array != nil {
			entries[i].Value = s.array.value()
		}
	}
	return Value{kind: KindArray, entries: entries}
}
