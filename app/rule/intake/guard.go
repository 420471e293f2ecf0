package intake

import (
	"regexp"
	"strings"
)

// plainNumber begins with a sign and is one all the same.
var plainNumber = regexp.MustCompile(`^[+-]?\d+(\.\d+)?%?$`)

// Guard puts an apostrophe before what a spreadsheet would take for a formula in separated text.
func Guard(cell string) string {
	if formulaLike(strings.TrimLeft(cell, "'")) {
		return "'" + cell
	}
	return cell
}

// unguard takes that apostrophe away again, so that what was exported comes back as it was.
func unguard(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && formulaLike(strings.TrimLeft(rest, "'")) {
		return rest
	}
	return cell
}

func formulaLike(cell string) bool {
	trimmed := strings.TrimLeft(cell, " \u3000\u00a0")
	return trimmed != "" && !plainNumber.MatchString(cell) && strings.ContainsRune("=+-@\t\r\n\x00＝＋－＠", []rune(trimmed)[0])
}
