// Package apiphp is the action API (api.php): it decodes forms into the typed requests of package actions and encodes the
// typed results byte for byte as clients of this protocol expect them. It knows no HTTP beyond the body and its content
// type. README.md says what the protocol is and where this server goes beyond it.
//
// Adding an action: a decoder and an encoder in the file of its group, a line in the table (codec.go), and a golden case
// in testdata/api.
package apiphp
