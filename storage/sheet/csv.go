package sheet

import (
	"encoding/csv"
	"fmt"
	"io"

	"opsledger/app/rule/intake"
)

// CSV writes rows as UTF-8 with a mark in front, which spreadsheets need to know it, lines ended by CRLF. No cell is
// taken for a formula.
type CSV struct{ w *csv.Writer }

// NewCSV begins a file with its header.
func NewCSV(w io.Writer, head []string) (*CSV, error) {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return nil, fmt.Errorf("writing csv: %w", err)
	}
	c := &CSV{csv.NewWriter(w)}
	c.w.UseCRLF = true
	return c, c.Row(head)
}

// Row writes the next row.
func (c *CSV) Row(cells []string) error {
	safe := make([]string, len(cells))
	for i, cell := range cells {
		safe[i] = intake.Guard(cell)
	}
	if err := c.w.Write(safe); err != nil {
		return fmt.Errorf("writing csv: %w", err)
	}
	return nil
}

// Close writes what is left; the writer below stays open.
func (c *CSV) Close() error {
	c.w.Flush()
	if err := c.w.Error(); err != nil {
		return fmt.Errorf("writing csv: %w", err)
	}
	return nil
}
