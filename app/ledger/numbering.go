package ledger

import (
	"fmt"
	"strconv"
	"strings"
)

// WriteNumber is the readable number of a record without an outside one: GD-01-2026-000123.
func (k *Kind) WriteNumber(station string, year, n int) string {
	return fmt.Sprintf("%s-%s-%d-%06d", k.Code, station, year, n)
}

// ReadNumber is the inverse of WriteNumber; ok is false for what it did not write.
func (k *Kind) ReadNumber(text string) (station string, year, n int, ok bool) {
	parts := strings.Split(text, "-")
	if len(parts) != 4 || k.Code == "" || parts[0] != k.Code {
		return "", 0, 0, false
	}
	year, errYear := strconv.Atoi(parts[2])
	n, errN := strconv.Atoi(parts[3])
	ok = errYear == nil && errN == nil && k.WriteNumber(parts[1], year, n) == text
	return parts[1], year, n, ok
}
