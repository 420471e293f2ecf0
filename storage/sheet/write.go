package sheet

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Column is a column of a template.
type Column struct {
	Key      string   `json:"key"`
	Label    string   `json:"label"`
	Type     string   `json:"type"`
	Required bool     `json:"required"`
	Choices  []string `json:"choices,omitempty"`
	Example  string   `json:"-"`
}

// Template writes an empty spreadsheet: Chinese headers, choices to pick from, an example row. All columns are text,
// so that long numbers survive.
func Template(w io.Writer, name string, columns []Column) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return fmt.Errorf("writing template: %w", err)
	}
	if err := template(f, name, columns); err != nil {
		return fmt.Errorf("writing template: %w", err)
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("writing template: %w", err)
	}
	return nil
}

func template(f *excelize.File, name string, columns []Column) error {
	head, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"#F7F8FA"}}})
	if err != nil {
		return err
	}
	text, err := f.NewStyle(&excelize.Style{NumFmt: 49})
	if err != nil {
		return err
	}
	for i, c := range columns {
		col, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		label := c.Label
		if c.Required {
			label += "（必填）"
		}
		for _, do := range []error{
			f.SetColStyle(name, col, text),
			f.SetColWidth(name, col, col, float64(max(10, 2*len([]rune(label))+4))),
			f.SetCellStr(name, col+"1", label),
			f.SetCellStyle(name, col+"1", col+"1", head),
			f.SetCellStr(name, col+"2", c.Example),
			choices(f, name, col, c.Choices),
		} {
			if do != nil {
				return do
			}
		}
	}
	return f.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

// choices lets a cell be picked from a list; a list too long for the format is left to be typed.
func choices(f *excelize.File, name, col string, list []string) error {
	if len(list) == 0 || len([]rune(strings.Join(list, ","))) > 250 {
		return nil
	}
	v := excelize.NewDataValidation(true)
	v.SetSqref(col + "2:" + col + "5000")
	if err := v.SetDropList(list); err != nil {
		return err
	}
	return f.AddDataValidation(name, v)
}

// Table writes rows of text under title lines and a header, as exports do. Every cell is text, whatever sign it
// begins with.
func Table(w io.Writer, name string, titles []string, head []string, rows [][]string) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return fmt.Errorf("writing table: %w", err)
	}
	n := 0
	put := func(cells []string) error {
		n++
		for i, c := range cells {
			cell, err := excelize.CoordinatesToCellName(i+1, n)
			if err != nil {
				return err
			}
			if err := f.SetCellStr(name, cell, c); err != nil {
				return err
			}
		}
		return nil
	}
	for _, t := range titles {
		if err := put([]string{t}); err != nil {
			return fmt.Errorf("writing table: %w", err)
		}
	}
	for _, r := range append([][]string{head}, rows...) {
		if err := put(r); err != nil {
			return fmt.Errorf("writing table: %w", err)
		}
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("writing table: %w", err)
	}
	return nil
}
