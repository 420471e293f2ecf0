package main

import (
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

func init() { scriptCommands["cells"] = readSheet }

// readSheet FILE SHEET TO: writes the cells of a sheet as a text, those of a row between |.
func readSheet(ts *testscript.TestScript, _ bool, args []string) {
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	rows, err := f.GetRows(args[1])
	ts.Check(err)
	var out strings.Builder
	for _, row := range rows {
		out.WriteString(strings.Join(row, "|") + "\n")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(out.String()), 0o600))
}
