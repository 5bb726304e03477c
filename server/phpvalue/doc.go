// Package phpvalue reads what PHP clients send: values in PHP's serialize
// format, and forms whose names nest in brackets. It is strict and safe on
// hostile input, and it keeps order and every byte.
//
// Where PHP accepts an input, this package gives the value that PHP gives;
// where PHP rejects it, so does this package. It refuses more than PHP does,
// on purpose and always with an [Error]:
//
//   - objects, enums, references and the old escaped strings (S:);
//   - bytes after the end of a value, which PHP drops silently;
//   - integers that do not fit 64 bits, which PHP clips with a warning, and
//     string lengths that do not, which PHP wraps round;
//   - anything beyond the limits below.
//
// The behaviour is that of PHP 8.2, and the tests ask php itself.
package phpvalue

// Limits on what is read. They are far above what a client of this protocol
// needs, and low enough that no input costs much.
const (
	// MaxBytes is the longest serialised value, in bytes.
	MaxBytes = 1 << 20
	// MaxDepth is how many arrays may nest in a serialised value.
	MaxDepth = 4
	// MaxElements is how many elements all arrays of one serialised value may
	// have together.
	MaxElements = 10_000
	// MaxParameters is how many parameters a form may have. In JSON every
	// scalar and every empty array counts as one. The thousand records of a
	// domain have six parts each.
	MaxParameters = 10_000
	// MaxBrackets is how many brackets a parameter name may have, and how deep
	// arrays and objects may nest inside the JSON object that stands for a form.
	MaxBrackets = 5
)
