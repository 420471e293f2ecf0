package view

import (
	"fmt"
	"strings"
)

// Size writes a number of bytes: 812 B, 3.4 KB, 12.0 MB.
func Size(n int64) string {
	switch {
	case n < 1<<10:
		return fmt.Sprintf("%d B", n)
	case n < 1<<20:
		return fmt.Sprintf("%.1f KB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}

// More parts what a category asks beyond the other fields, a line each: "批次号=20260305-01".
func More(v any) (out []Line) {
	list, _ := v.([]any)
	for _, it := range list {
		text, _ := it.(string)
		if label, value, ok := strings.Cut(text, "="); ok && value != "" {
			out = append(out, Line{label, value})
		}
	}
	return out
}

// Line is a label and its value.
type Line struct{ Label, Value string }
