package wire

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// The limits of a document that is read. Real answers are five to eight levels deep.
const (
	maxDepth = 32
	maxNodes = 50000
)

// ErrDocument marks a document that is not well-formed, or that has what EPP never has: a document type, entities of its own,
// depth without end.
var ErrDocument = errors.New("not an EPP document")

// Node is an element of a document that was read. All methods take nil for an element that is not there.
type Node struct {
	Space, Name string
	Attrs       []xml.Attr
	Text        string // all character data directly inside, as it stands
	Kids        []*Node
}

// Parse reads one <epp> document. No file and no network is ever read for it: encoding/xml knows the five entities of XML only, and
// a document type is refused.
func Parse(document []byte) (*Node, error) {
	root, err := parse(document)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDocument, err)
	}
	if root.Space != NSEPP || root.Name != "epp" {
		return nil, fmt.Errorf("%w: it begins with %q", ErrDocument, clip(root.Name))
	}
	return root, nil
}

// opened is an element whose end has not been read.
type opened struct {
	*Node
	text []byte
}

func parse(document []byte) (*Node, error) {
	decoder := xml.NewDecoder(bytes.NewReader(document))
	top := &opened{Node: &Node{}}
	open, nodes := []*opened{top}, 0
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		in := open[len(open)-1]
		switch t := token.(type) {
		case xml.StartElement:
			if nodes++; nodes > maxNodes || len(open) > maxDepth {
				return nil, errors.New("too many or too deep elements")
			}
			kid := &Node{Space: t.Name.Space, Name: t.Name.Local, Attrs: t.Attr}
			in.Kids = append(in.Kids, kid)
			open = append(open, &opened{Node: kid})
		case xml.EndElement:
			in.Text = string(in.text)
			open = open[:len(open)-1]
		case xml.CharData:
			if nodes++; nodes > maxNodes {
				return nil, errors.New("too many pieces of text")
			}
			in.text = append(in.text, t...)
		case xml.Directive:
			return nil, errors.New("it has a document type")
		}
	}
	if len(top.Kids) != 1 || len(bytes.TrimSpace(top.text)) > 0 {
		return nil, errors.New("it is not one element")
	}
	return top.Kids[0], nil
}

// Kid gives the first element of a name inside n, nil if there is none.
func (n *Node) Kid(space, name string) *Node {
	if n != nil {
		for _, k := range n.Kids {
			if k.Space == space && k.Name == name {
				return k
			}
		}
	}
	return nil
}

// All gives the elements of a name inside n.
func (n *Node) All(space, name string) []*Node {
	var found []*Node
	if n != nil {
		for _, k := range n.Kids {
			if k.Space == space && k.Name == name {
				found = append(found, k)
			}
		}
	}
	return found
}

// First gives the first element inside n, whatever its name.
func (n *Node) First() *Node {
	if n == nil || len(n.Kids) == 0 {
		return nil
	}
	return n.Kids[0]
}

// Children gives the elements inside n.
func (n *Node) Children() []*Node {
	if n == nil {
		return nil
	}
	return n.Kids
}

// Value is the text of n without blanks around it.
func (n *Node) Value() string {
	if n == nil {
		return ""
	}
	return strings.TrimSpace(n.Text)
}

// Values gives the values of the elements of a name inside n.
func (n *Node) Values(space, name string) []string {
	var list []string
	for _, k := range n.All(space, name) {
		list = append(list, k.Value())
	}
	return list
}

// Attr is the value of an attribute without a namespace, empty if it is not there.
func (n *Node) Attr(name string) string {
	if n != nil {
		for _, a := range n.Attrs {
			if a.Name.Space == "" && a.Name.Local == name {
				return a.Value
			}
		}
	}
	return ""
}

func clip(s string) string {
	if len(s) > 40 {
		return s[:40] + "…"
	}
	return s
}
