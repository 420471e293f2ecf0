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
	Help     string   `json:"help,omitempty"`
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
			choices(f, name, i+1, c.Choices),
		} {
			if do != nil {
				return do
			}
		}
	}
	if err := bound(f, name, len(columns), 2); err != nil {
		return err
	}
	if err := helps(f, columns); err != nil {
		return err
	}
	return f.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

// helpSheet says how the columns are filled in that need it said.
const helpSheet = "填写说明"

func helps(f *excelize.File, columns []Column) error {
	row := 0
	for _, c := range columns {
		if c.Help == "" {
			continue
		}
		if row == 0 {
			if _, err := f.NewSheet(helpSheet); err != nil {
				return err
			}
		}
		row++
		for at, text := range map[string]string{"A": c.Label, "B": c.Help} {
			if err := f.SetCellStr(helpSheet, fmt.Sprintf("%s%d", at, row), text); err != nil {
				return err
			}
		}
	}
	if row == 0 {
		return nil
	}
	for col, width := range map[string]float64{"A": 18, "B": 110} {
		if err := f.SetColWidth(helpSheet, col, col, width); err != nil {
			return err
		}
	}
	return bound(f, helpSheet, 2, row)
}

// listSheet holds, out of sight, the lists that do not fit into a validation itself.
const listSheet = "选项"

// choices lets the cells of a column be picked from a list.
func choices(f *excelize.File, name string, column int, list []string) error {
	if len(list) == 0 {
		return nil
	}
	col, err := excelize.ColumnNumberToName(column)
	if err != nil {
		return err
	}
	v := excelize.NewDataValidation(true)
	v.SetSqref(fmt.Sprintf("%s2:%s%d", col, col, MaxRows+1))
	v.SetError(excelize.DataValidationErrorStyleStop, "不在可选项中", "请从下拉列表中选取")
	joined := strings.Join(list, ",")
	if len([]rune(joined)) <= 250 && strings.Count(joined, ",") == len(list)-1 && !strings.Contains(joined, `"`) {
		err = v.SetDropList(list)
	} else {
		err = aside(f, v, col, list)
	}
	if err != nil {
		return err
	}
	return f.AddDataValidation(name, v)
}

// aside writes a list into the hidden sheet and points the validation at it.
func aside(f *excelize.File, v *excelize.DataValidation, col string, list []string) error {
	if _, err := f.NewSheet(listSheet); err != nil {
		return err
	}
	for i, item := range list {
		if err := f.SetCellStr(listSheet, fmt.Sprintf("%s%d", col, i+1), item); err != nil {
			return err
		}
	}
	v.SetSqrefDropList(fmt.Sprintf("%s!$%s$1:$%s$%d", listSheet, col, col, len(list)))
	return f.SetSheetVisible(listSheet, false)
}

// bound writes the range in use: without it some readers see one row.
func bound(f *excelize.File, name string, columns, rows int) error {
	last, err := excelize.CoordinatesToCellName(max(1, columns), max(1, rows))
	if err != nil {
		return err
	}
	return f.SetSheetDimension(name, "A1:"+last)
}

// Table writes rows of text under title lines and a header, as exports do. Every cell is text, whatever sign it
// begins with.
func Table(w io.Writer, name string, titles []string, head []string, rows [][]string) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return fmt.Errorf("writing table: %w", err)
	}
	n, wide := 0, 1
	put := func(cells []string) error {
		n, wide = n+1, max(wide, len(cells))
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
	if err := bound(f, name, wide, n); err != nil {
		return fmt.Errorf("writing table: %w", err)
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("writing table: %w", err)
	}
	return nil
}
